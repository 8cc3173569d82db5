import { binding } from './bindings.ts';
import { profileUrl } from './canonicals.ts';
import { valued } from './extensionProfile.ts';
import type { Profile } from './profile.ts';

const SUB_DEPARTMENT = valued(
  'extension-identifierSubDepartment',
  ['String'],
  'The sub-department of an identifier is a valueString.',
);
const JURISDICTION = valued(
  'extension-identifierJurisdiction',
  ['CodeableConcept'],
  'The jurisdiction of an identifier is a valueCodeableConcept.',
  {
    codes: binding.state,
  },
);

/** @see StructureDefinition/profile-identifier of PAS 2.2.1 */
export const PAS_IDENTIFIER: Profile = {
  url: profileUrl.identifier,
  type: 'Identifier',
  rules: [
    {
      at: 'extension:subDepartment',
      max: 1,
      is: SUB_DEPARTMENT,
      text: 'An identifier has at most one sub-department.',
    },
    { at: 'extension:jurisdiction', max: 1, is: JURISDICTION, text: 'An identifier has at most one jurisdiction.' },
    { at: 'system', min: 1, text: 'An identifier has a system: the URI of who gives such numbers.' },
    { at: 'value', min: 1, text: 'An identifier has a value.' },
  ],
};
