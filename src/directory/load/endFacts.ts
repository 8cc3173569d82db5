import type { Practitioner } from '@medplum/fhirtypes';
import { ended } from './endRecord.ts';
import type { RecordResource } from './recordTypes.ts';
import { factName, sourceOf } from './sources/facts.ts';

/**
 * The record with the facts over that a list stated and states no longer.
 * @param today - local date in the plan's zone, `YYYY-MM-DD`
 * @param stated - by their names, the facts it still states; absent: none
 */
export function endFacts<T extends RecordResource>(
  record: T,
  source: string,
  today: string,
  stated: ReadonlySet<string | undefined> = new Set(),
): T {
  if (!isPractitioner(record) || !record.qualification) return record;
  const qualification = record.qualification.map((one) =>
    sourceOf(one)?.name === source && !stated.has(factName(one)) ? { ...one, period: ended(one.period, today) } : one,
  );
  return { ...record, qualification };
}

function isPractitioner(record: RecordResource): record is Practitioner {
  return record.resourceType === 'Practitioner';
}
