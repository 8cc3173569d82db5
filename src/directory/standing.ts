import type { Practitioner, PractitionerQualification, PractitionerRole } from '@medplum/fhirtypes';
import { codesOf, extensionOf, extensionsOf } from '../fhir/elements.ts';
import { providerStandingCodes, taxonomyCodes } from '../fhir/systems.ts';
import { notExcluded } from '../policy/clauses/notExcluded.ts';
import { exclusionSystem } from '../policy/data/exclusionLists.ts';
import { known, type LocalDate, unknown } from '../policy/evidence.ts';
import type { Licence, ProfessionalStanding } from '../policy/facts.ts';
import { covers } from '../policy/period.ts';
import { datePeriod } from './coverage.ts';
import { exclusionDoubt } from './load/sources/facts.ts';
import type { DirectoryRecord } from './record.ts';
import { recordedOn } from './recordedOn.ts';
import type { Screening } from './screening.ts';
import {
  boardsOverPlan,
  deactivatedNpi,
  doubtfulExclusions,
  groupNpi,
  oldestSource,
  statedEvidence,
  uncompared,
} from './statedFacts.ts';

/** @see http://hl7.org/fhir/us/davinci-pdex-plan-net/STU1.1/StructureDefinition-practitioner-qualification.html */
const qualificationUrl = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification';

/** What is of record about nobody: a professional the directory does not hold. */
export const standingOfNobody: ProfessionalStanding = {
  licences: unknown('Not of record in the plan’s directory'),
  certifications: [],
  specialties: [],
  enrolments: unknown('No Medi-Cal enrolment of record'),
  exclusions: unknown('Not of record, so screening is not shown'),
};

/** A practitioner's licences, certifications, enrolment and exclusions on `serviceDate`. */
export async function standingOf(
  practitioner: Practitioner,
  roles: readonly PractitionerRole[],
  serviceDate: LocalDate,
  record: DirectoryRecord,
  screening: Screening,
): Promise<ProfessionalStanding> {
  const asOf = recordedOn(practitioner, screening.timeZone) ?? screening.today;
  const qualifications = practitioner.qualification ?? [];
  const days = { recordedOn: asOf, today: screening.today };
  const licences = boardsOverPlan(qualifications.filter(isLicence));
  const enrolments = qualifications.filter(isEnrolment);
  const flags = await record.flagsOf(`Practitioner/${practitioner.id}`);
  const certain = flags.filter((flag) => exclusionDoubt(flag) === undefined);
  const exclusions = certain.flatMap(({ code, period }) =>
    codesOf(code, exclusionSystem).map((list) => ({ list, period: datePeriod(period) })),
  );
  const ofRecord = known(exclusions, oldestSource(certain)?.asOf ?? asOf);
  // A Flag in force bars at once; that there is none, only a screening that is up to date shows.
  const isListed = notExcluded(ofRecord, serviceDate).answer === 'no';
  const screened = screening.nobodyListed.known && exclusions.length > 0 ? ofRecord : screening.nobodyListed;
  return {
    licences: statedEvidence(licences, licenceOf, days, 'No licence of record'),
    certifications: qualifications
      .filter(
        (qualification) => covers({ start: '0001-01-01', ...datePeriod(qualification.period) }, serviceDate) !== 'no',
      )
      .filter((qualification) => statusOf(qualification) === undefined || statusOf(qualification) === 'active')
      .flatMap(({ code }) => codesOf(code, taxonomyCodes)),
    specialties: specialtiesOfRecord(roles),
    enrolments:
      deactivatedNpi(practitioner, serviceDate) ??
      groupNpi(practitioner) ??
      statedEvidence(enrolments, ({ period }) => datePeriod(period) ?? {}, days, 'No Medi-Cal enrolment of record'),
    exclusions: isListed
      ? ofRecord
      : (doubtfulExclusions(flags, serviceDate) ?? uncompared(practitioner, screening.lists) ?? screened),
  };
}

/** NUCC codes of the roles, each once. */
export function specialtiesOfRecord(roles: readonly PractitionerRole[]): readonly string[] {
  return [...new Set(roles.flatMap(({ specialty }) => codesOf(specialty, taxonomyCodes)))];
}

/** What is neither a certification (NUCC) nor an enrolment is a licence. */
function isLicence(qualification: PractitionerQualification): boolean {
  return codesOf(qualification.code, taxonomyCodes).length === 0 && !isEnrolment(qualification);
}

function isEnrolment({ code }: PractitionerQualification): boolean {
  return codesOf(code, providerStandingCodes).includes('medi-cal-enrolled');
}

function licenceOf(qualification: PractitionerQualification): Licence {
  const { code, period } = qualification;
  const places = extensionsOf(extensionOf(qualification, qualificationUrl), 'whereValid').flatMap(
    ({ valueCodeableConcept }) => (valueCodeableConcept?.coding ?? []).map((coding) => coding.code),
  );
  return {
    licenceClass: code.coding?.[0]?.code ?? code.text ?? 'unnamed',
    status: statusOf(qualification),
    period: datePeriod(period),
    ...(places.length > 0 ? { validInCalifornia: places.includes('CA') } : {}),
  };
}

const statuses: ReadonlyMap<string, Licence['status']> = new Map([
  ['active', 'active'],
  ['inactive', 'inactive'],
  ['revoked', 'revoked'],
  ['pending', 'pending'],
  ['issiner', 'unknown'],
  ['unknown', 'unknown'],
]);

function statusOf(qualification: PractitionerQualification): Licence['status'] {
  const status = extensionOf(extensionOf(qualification, qualificationUrl), 'status');
  return statuses.get(status?.valueCode ?? status?.valueCodeableConcept?.coding?.[0]?.code ?? '');
}
