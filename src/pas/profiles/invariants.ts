import type { Claim, Coverage, HumanName, Identifier, MedicationRequest } from '@medplum/fhirtypes';
import { extensionsOf } from '../../fhir/elements.ts';
import { hasCheckDigit } from '../../fhir/npi.ts';
import type { Invariant, JsonObject } from './profile.ts';

/** YYYY-MM-DD. */
const FULL_DATE_LENGTH = 10;
const DATA_ABSENT = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';

/** X12 278 has no dates without a day. R4's rules say what a date is; a time behind it changes no day. */
export function fullDate(what: string): Invariant {
  return {
    key: 'FullDateRule',
    code: 'value',
    text: `${what} has year, month and day: YYYY-MM-DD.`,
    holds: (date: string) => date.length >= FULL_DATE_LENGTH,
  };
}

/** The insurance the Claim is sent to is the focal one; that others are named beside it does no harm. */
export const ONE_FOCAL: Invariant = {
  key: 'insurance.focal',
  code: 'value',
  text: 'The insurance the Claim is sent to has focal true.',
  below: 'insurance[0].focal',
  holds: ({ insurance = [] }: Partial<Claim>) =>
    insurance.length === 0 || insurance.some(({ focal }) => focal !== false),
};

/** Only the code tells, whatever its system. */
export const SELF_BENEFICIARY: Invariant = {
  key: 'self-beneficiary',
  code: 'invariant',
  text: 'A Coverage names its subscriber, unless the relationship says by X12 1069 code 18 that it is the beneficiary.',
  holds: ({ relationship, subscriber }: Partial<Coverage>) =>
    subscriber !== undefined || (relationship?.coding ?? []).some(({ code }) => code === '18'),
};

export const NAMED: Invariant = {
  key: 'us-core-6',
  code: 'invariant',
  text: 'The name of a patient has a family or a given name, or the extension data-absent-reason, and not both.',
  holds: (name: HumanName) => {
    const given = name.family !== undefined || name.given !== undefined;
    return given !== extensionsOf(name, DATA_ABSENT).length > 0;
  },
};

/** A number that cannot be an NPI names nobody. */
export const NPI_FORMAT: Invariant = {
  key: 'us-core-16',
  code: 'value',
  text: 'A National Provider Identifier has ten digits.',
  below: 'value',
  holds: ({ value }: Identifier) => value === undefined || /^\d{10}$/.test(value),
};

export const NPI_CHECK_DIGIT: Invariant = {
  key: 'us-core-17',
  code: 'value',
  text: 'The last digit of a National Provider Identifier is its check digit; this one does not fit the others.',
  below: 'value',
  holds: ({ value }: Identifier) => value === undefined || !/^\d{10}$/.test(value) || hasCheckDigit(value),
};

export const ORDERED_BY_SOMEBODY: Invariant = {
  key: 'us-core-21',
  code: 'required',
  text: 'An order names who gave it: requester.',
  below: 'requester',
  holds: ({ requester }: Partial<MedicationRequest>) => requester !== undefined,
};

export const CLAIM_FIRST: Invariant = {
  key: 'ClaimFirst',
  code: 'structure',
  text: 'The first entry must be the Claim to be answered.',
  below: 'entry[0].resource',
  holds: ({ entry }: JsonObject) => !Array.isArray(entry) || entry.length === 0 || isClaim(entry[0]),
};

function isClaim(entry: { readonly resource?: { readonly resourceType?: string } }): boolean {
  return entry.resource?.resourceType === 'Claim';
}
