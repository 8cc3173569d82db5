import type { Period } from '@medplum/fhirtypes';
import type { RecordResource } from './recordTypes.ts';

/**
 * The record as ended: no longer active, its status the one its type has for that, its period over.
 * @param today - local date in the plan's zone, `YYYY-MM-DD`; an earlier end stays
 */
export function endRecord(record: RecordResource, today: string): RecordResource {
  switch (record.resourceType) {
    case 'Organization':
    case 'Practitioner':
    case 'HealthcareService':
    case 'Patient':
      return { ...record, active: false };
    case 'PractitionerRole':
    case 'OrganizationAffiliation':
    case 'RelatedPerson':
      return { ...record, active: false, period: ended(record.period, today) };
    case 'Location':
      return { ...record, status: 'inactive' };
    case 'InsurancePlan':
      return { ...record, status: 'retired', period: ended(record.period, today) };
    case 'Coverage':
      return { ...record, status: 'cancelled', period: ended(record.period, today) };
    case 'Endpoint':
      return { ...record, status: 'off', period: ended(record.period, today) };
    case 'Flag':
      return { ...record, status: 'inactive', period: ended(record.period, today) };
  }
}

/** The period, over by `today`; an earlier end stays. */
export function ended(period: Period | undefined, today: string): Period {
  const { start, end } = period ?? {};
  if (end && end.slice(0, 10) <= today) return { ...period, end };
  // What was yet to begin ends where it would have begun: a period may not end before its start.
  return { ...period, end: start && start.slice(0, 10) > today ? start : today };
}
