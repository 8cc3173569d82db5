import { r4Codes } from './bindings.ts';
import { profileUrl } from './canonicals.ts';
import { PAS_IDENTIFIER } from './identifier.ts';
import { NPI_RULE } from './organization.ts';
import type { Profile } from './profile.ts';

/** @see StructureDefinition/profile-practitioner of PAS 2.2.1 */
export const PRACTITIONER: Profile = {
  url: profileUrl.practitioner,
  type: 'Practitioner',
  rules: [
    { at: 'identifier', min: 1, is: PAS_IDENTIFIER, text: 'A professional has an identifier: the NPI.' },
    NPI_RULE,
    { at: 'name', min: 1, text: 'A professional has a name.' },
    { at: 'name.family', min: 1, text: 'The name of a professional has a family name.' },
    {
      at: 'gender',
      codes: r4Codes('administrative-gender', 'male female other unknown'),
      text: 'A gender is a code of R4.',
    },
  ],
};

/** A role without telephone or endpoint is a role all the same. @see StructureDefinition/profile-practitionerrole of PAS 2.2.1 */
export const PRACTITIONER_ROLE: Profile = {
  url: profileUrl.practitionerRole,
  type: 'PractitionerRole',
  rules: [
    {
      at: 'practitioner',
      min: 1,
      to: [profileUrl.practitioner],
      text: 'A role names its professional, by reference or identifier.',
    },
    { at: 'organization', to: [profileUrl.organization], text: 'The organization of the role.' },
  ],
};
