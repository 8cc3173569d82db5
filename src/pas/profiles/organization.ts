import { npiSystem } from '../../fhir/systems.ts';
import { profileUrl } from './canonicals.ts';
import { PAS_IDENTIFIER } from './identifier.ts';
import { NPI_CHECK_DIGIT, NPI_FORMAT } from './invariants.ts';
import type { ElementRule, Profile } from './profile.ts';

/** An NPI among the identifiers of whoever has one. */
export const NPI_RULE: ElementRule = {
  at: 'identifier:NPI',
  slice: { system: npiSystem },
  invariants: [NPI_FORMAT, NPI_CHECK_DIGIT],
  text: 'A National Provider Identifier.',
};

/**
 * An organization is found by its numbers; address and telephone decide nothing and are not looked at, nor is its type:
 * who refers to it says what it is.
 */
const ORGANIZATION_RULES: readonly ElementRule[] = [
  { at: 'identifier', is: PAS_IDENTIFIER, text: 'An identifier of an organization has a system and a value.' },
  NPI_RULE,
  { at: 'active', min: 1, text: 'An organization says that it is active.' },
  { at: 'name', min: 1, text: 'An organization has a name.' },
];

const ACTIVE: ElementRule = { at: 'active', value: true, text: 'An organization that requests or insures is active.' };

/** @see StructureDefinition/profile-organization of PAS 2.2.1 */
export const ORGANIZATION: Profile = { url: profileUrl.organization, type: 'Organization', rules: ORGANIZATION_RULES };

/** @see StructureDefinition/profile-insurer of PAS 2.2.1 */
export const INSURER: Profile = {
  url: profileUrl.insurer,
  type: 'Organization',
  rules: [...ORGANIZATION_RULES, ACTIVE],
};

/** @see StructureDefinition/profile-requestor of PAS 2.2.1 */
export const REQUESTOR: Profile = {
  url: profileUrl.requestor,
  type: 'Organization',
  rules: [...ORGANIZATION_RULES, ACTIVE],
};
