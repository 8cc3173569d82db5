import type { MedplumClient } from '@medplum/core';
import type { Coverage, HumanName, Patient } from '@medplum/fhirtypes';
import { isMemberNumber } from '../pas/reading/member.ts';
import type { BusinessIdentifier, SubmittedMember } from '../pas/reading/submittedRequest.ts';
import type { MemberFacts } from '../policy/facts.ts';
import type { PlanProducts } from './product.ts';
import { ofType, searchAll } from './searchAll.ts';

/** The member of record with every coverage by one of our payers, or why there is none. */
export interface MemberRecord {
  readonly facts: MemberFacts;
  readonly patient?: Patient;
  readonly coverages: readonly Coverage[];
}

/** Characters that a token search would take as its own. */
const searchSyntax = /[|,$\\\s]/;

/**
 * Finds the member by number. The numbers are tried in order; the first that is a member number of record with a coverage
 * of ours decides. A date of birth that differs contradicts; a name that differs is a doubt, for people.
 */
export async function findMember(
  client: MedplumClient,
  submitted: SubmittedMember,
  products: Promise<PlanProducts>,
): Promise<MemberRecord> {
  for (const [index, number] of submitted.numbers.entries()) {
    const member = await memberWithNumber(client, number, products);
    if (!member) continue;
    const { patient, coverages } = member;
    if (contradicts(submitted.birthDate, patient.birthDate)) {
      return { facts: { identified: false, problem: 'birth-date-contradicts' }, patient, coverages };
    }
    const doubts = [
      ...(index > 0
        ? [`The number at ${submitted.numbers[0]?.expression} is not of record; ${number.expression} is`]
        : []),
      ...nameDoubts(submitted, patient),
    ];
    return { facts: { identified: true, birthDate: patient.birthDate, doubts }, patient, coverages };
  }
  return { facts: { identified: false, problem: 'number-not-of-record' }, coverages: [] };
}

interface CoveredPatient {
  readonly patient: Patient;
  readonly coverages: readonly Coverage[];
}

/**
 * The patient with this member number whom one of our payers covers or covered; other records with the number, e.g. an
 * EHR's own, are passed over. Systems are named differently by different senders: one of several is told apart by system.
 */
async function memberWithNumber(
  client: MedplumClient,
  { value, system }: BusinessIdentifier,
  products: Promise<PlanProducts>,
): Promise<CoveredPatient | undefined> {
  if (value === '' || searchSyntax.test(value)) return undefined;
  const [{ resources }, { payers }] = await Promise.all([
    searchAll(client, 'Patient', { identifier: value, _revinclude: 'Coverage:beneficiary' }),
    products,
  ]);
  const ours = new Set(payers.map(({ id }) => `Organization/${id}`));
  const coverages = ofType(resources, 'Coverage').filter(
    ({ status, payor }) => status !== 'entered-in-error' && payor?.some(({ reference }) => ours.has(reference ?? '')),
  );
  const patients = ofType(resources, 'Patient').filter(
    (patient) =>
      patient.active !== false && patient.identifier?.some((own) => isMemberNumber(own) && own.value === value),
  );
  const found = patients.map((patient) => ({
    patient,
    coverages: coverages.filter(({ beneficiary }) => beneficiary.reference === `Patient/${patient.id}`),
  }));
  const covered = found.filter((one) => one.coverages.length > 0);
  if (covered.length <= 1) return covered[0];
  const sameSystem = covered.filter(({ patient }) =>
    patient.identifier?.some((own) => isMemberNumber(own) && own.value === value && own.system === system),
  );
  return sameSystem.length === 1 ? sameSystem[0] : undefined;
}

/** A given date of birth must agree as far as both are known: a year agrees with any day of it. */
function contradicts(given: string | undefined, ofRecord: string | undefined): boolean {
  if (given === undefined || ofRecord === undefined) return false;
  return !(given.startsWith(ofRecord) || ofRecord.startsWith(given));
}

function nameDoubts(submitted: SubmittedMember, patient: Patient): readonly string[] {
  const { familyName, givenNames } = submitted;
  const names = patient.name ?? [];
  if (names.length === 0 || (familyName === undefined && givenNames.length === 0)) return [];
  return names.some((name) => sameName(name, familyName, givenNames))
    ? []
    : ['The name given differs from the one of record'];
}

function sameName(name: HumanName, family: string | undefined, given: readonly string[]): boolean {
  const familyAgrees = family === undefined || name.family === undefined || plain(family) === plain(name.family);
  const [first] = given;
  const givenAgrees =
    first === undefined || name.given === undefined || name.given.some((own) => plain(own) === plain(first));
  return familyAgrees && givenAgrees;
}

/** Case, accents and punctuation aside. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^\p{Letter}]/gu, '')
    .toLowerCase();
}
