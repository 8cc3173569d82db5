import { identifierTypes, x12 } from '../../fhir/systems.ts';
import { x12Codes } from './bindings.ts';
import { profileUrl } from './canonicals.ts';
import { SELF_BENEFICIARY } from './invariants.ts';
import { coded } from './patterns.ts';
import type { ElementRule, Profile } from './profile.ts';

const CLASSES = 'http://terminology.hl7.org/CodeSystem/coverage-class';

function classOf(code: 'group' | 'plan'): ElementRule {
  return {
    at: `class:${code}`,
    max: 1,
    slice: { type: coded(CLASSES, code) },
    text: `A Coverage has at most one class of type ${code}.`,
  };
}

/** @see StructureDefinition/profile-coverage of PAS 2.2.1 */
export const COVERAGE: Profile = {
  url: profileUrl.coverage,
  type: 'Coverage',
  rules: [
    { at: '', invariants: [SELF_BENEFICIARY], text: SELF_BENEFICIARY.text },
    { at: 'identifier', min: 1, text: "A Coverage has the member's number as an identifier typed v2-0203 MB." },
    {
      at: 'identifier:memberid',
      min: 1,
      max: 1,
      slice: { type: coded(identifierTypes, 'MB') },
      text: "A Coverage has the member's number as one identifier typed v2-0203 MB.",
    },
    { at: 'status', value: 'active', text: 'The status of a Coverage sent with a PAS Claim is active.' },
    { at: 'subscriber', to: [profileUrl.subscriber], text: 'The subscriber.' },
    { at: 'beneficiary', to: [profileUrl.beneficiary], text: 'The member.' },
    { at: 'relationship', min: 1, text: 'A Coverage says how the beneficiary is related to the subscriber.' },
    {
      at: 'relationship.coding:X12Code',
      max: 1,
      slice: { system: x12(1069) },
      codes: x12Codes('request/2000D/INS/1/02/00/1069'),
      text: 'A relationship has at most one code of X12 1069.',
    },
    { at: 'payor', max: 1, to: [profileUrl.insurer], text: 'A Coverage has one payor.' },
    classOf('group'),
    classOf('plan'),
  ],
};
