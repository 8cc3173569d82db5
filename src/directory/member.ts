import type { MedplumClient } from '@medplum/core';
import type { Coverage, HumanName, Patient } from '@medplum/fhirtypes';
import { isMemberNumber } from '../pas/reading/member.ts';
import type { SubmittedMember } from '../pas/reading/submittedRequest.ts';
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
    const patient = await patientWithNumber(client, number.value, number.system);
    const coverages = patient ? await coveragesOf(client, patient, await products) : [];
    if (!patient || coverages.length === 0) continue;
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

/** Systems are named differently by different senders: one of several with the same value is told apart by system. */
async function patientWithNumber(client: MedplumClient, value: string, system: string | undefined) {
  if (value === '' || searchSyntax.test(value)) return undefined;
  const { resources } = await searchAll(client, 'Patient', { identifier: value });
  const members = ofType(resources, 'Patient').filter(
    (patient) =>
      patient.active !== false && patient.identifier?.some((own) => isMemberNumber(own) && own.value === value),
  );
  if (members.length <= 1) return members[0];
  const sameSystem = members.filter(({ identifier }) =>
    identifier?.some((own) => isMemberNumber(own) && own.value === value && own.system === system),
  );
  return sameSystem.length === 1 ? sameSystem[0] : undefined;
}

async function coveragesOf(
  client: MedplumClient,
  patient: Patient,
  products: PlanProducts,
): Promise<readonly Coverage[]> {
  const payers = new Set(products.payers.map(({ id }) => `Organization/${id}`));
  const { resources } = await searchAll(client, 'Coverage', { beneficiary: `Patient/${patient.id}` });
  return ofType(resources, 'Coverage').filter(
    ({ status, payor }) => status !== 'entered-in-error' && payor?.some(({ reference }) => payers.has(reference ?? '')),
  );
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
