import { r4Codes } from './bindings.ts';
import { profileUrl } from './canonicals.ts';
import { MILITARY_STATUS } from './extensions/ofOthers.ts';
import { fullDate, NAMED } from './invariants.ts';
import type { ElementRule, Profile } from './profile.ts';

/**
 * Who the member is: number, name and gender, without which nobody is found. How to reach them is not looked at: a telephone
 * number without its system, or half an address, refuses no member.
 */
const PATIENT: readonly ElementRule[] = [
  { at: 'identifier', min: 1, text: 'A patient has an identifier: the number the plan knows the member by.' },
  { at: 'identifier.system', min: 1, text: 'An identifier of a patient has a system.' },
  { at: 'identifier.value', min: 1, text: 'An identifier of a patient has a value.' },
  { at: 'name', min: 1, invariants: [NAMED], text: 'A patient has a name.' },
  {
    at: 'gender',
    min: 1,
    codes: r4Codes('administrative-gender', 'male female other unknown'),
    text: 'A patient has a gender.',
  },
  { at: 'birthDate', invariants: [fullDate('A date of birth')], text: 'A date of birth has its day.' },
];

/** @see StructureDefinition/profile-beneficiary of PAS 2.2.1 */
export const BENEFICIARY: Profile = { url: profileUrl.beneficiary, type: 'Patient', rules: PATIENT };

/** @see StructureDefinition/profile-subscriber of PAS 2.2.1 */
export const SUBSCRIBER: Profile = {
  url: profileUrl.subscriber,
  type: 'Patient',
  rules: [
    ...PATIENT,
    {
      at: 'extension:militaryStatus',
      max: 1,
      is: MILITARY_STATUS,
      text: 'A subscriber has at most one military status.',
    },
  ],
};
