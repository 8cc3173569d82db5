import type { MedplumClient } from '@medplum/core';
import type { CodeableConcept } from '@medplum/fhirtypes';
import { type DirectoryRecord, openRecord } from '../../directory/record.ts';
import type { Screening } from '../../directory/screening.ts';
import { standingOf } from '../../directory/standing.ts';
import { concept, nameInWords } from '../../fhir/elements.ts';
import { taxonomyCodes } from '../../fhir/systems.ts';
import { type Evidence, type LocalDate, unknown } from '../../policy/evidence.ts';
import type { Licence } from '../../policy/facts.ts';

/** The person who decides, as the plan's data of record know them. */
export interface Reviewer {
  readonly npi: string;
  /** `Practitioner/<id>` */
  readonly reference: string;
  readonly name: string;
  readonly licences: Evidence<readonly Licence[]>;
  /** NUCC: the first board certification, else the specialty of a role. */
  readonly specialty?: CodeableConcept;
}

/** Exclusion lists do not bear on who may decide. */
export function withoutScreening(today: LocalDate, timeZone: string): Screening {
  return { today, timeZone, lists: [], nobodyListed: unknown('Not screened for this decision') };
}

/** Who has this NPI, of record and active; undefined: nobody. */
export async function reviewerOfRecord(
  client: MedplumClient,
  npi: string,
  today: LocalDate,
  timeZone: string,
): Promise<Reviewer | undefined> {
  const record: DirectoryRecord = openRecord(client);
  const practitioner = await record.practitionerByNpi(npi);
  if (!practitioner || practitioner.active === false) return undefined;
  const reference = `Practitioner/${practitioner.id}`;
  const roles = (await record.rolesOf(reference)).filter(({ active }) => active !== false);
  const standing = await standingOf(practitioner, roles, today, record, withoutScreening(today, timeZone));
  const [specialty] = [...standing.certifications, ...standing.specialties];
  return {
    npi,
    reference,
    name: nameInWords(practitioner.name) ?? `NPI ${npi}`,
    licences: standing.licences,
    ...(specialty === undefined ? {} : { specialty: concept(taxonomyCodes, specialty) }),
  };
}
