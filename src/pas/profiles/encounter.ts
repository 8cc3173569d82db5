import { x12Codes } from './bindings.ts';
import { profileUrl } from './canonicals.ts';
import { NURSING_HOME_STATUS } from './extensions/ofItem.ts';
import { PATIENT_STATUS } from './extensions/ofOthers.ts';
import type { Profile } from './profile.ts';

/** @see StructureDefinition/profile-encounter of PAS 2.2.1 */
export const ENCOUNTER: Profile = {
  url: profileUrl.encounter,
  type: 'Encounter',
  rules: [
    { at: 'extension:patientStatus', max: 1, is: PATIENT_STATUS, text: 'An encounter has at most one patient status.' },
    {
      at: 'extension:nursingHomeResidentialStatus',
      max: 1,
      is: NURSING_HOME_STATUS,
      text: 'An encounter has at most one nursing home residential status.',
    },
    {
      at: 'extension:nursingHomeResidentialStatus.value[x]',
      codes: x12Codes('request/2000E/CL1/1/04/00/1345'),
      text: 'The nursing home residential status is a code of X12.',
    },
    { at: 'identifier.system', min: 1, text: 'An identifier of an encounter has a system.' },
    { at: 'identifier.value', min: 1, text: 'An identifier of an encounter has a value.' },
    { at: 'status', value: 'planned', text: 'The encounter of a request is planned.' },
    {
      at: 'type',
      min: 1,
      codes: x12Codes('request/2000E/CL1/1/01/00/1315', 'PriorityTypeOfAdmitOrVisit'),
      text: 'An encounter has a type: the priority of admission.',
    },
    { at: 'subject', min: 1, to: [profileUrl.beneficiary], text: 'An encounter names its patient as subject.' },
    {
      at: 'hospitalization.admitSource',
      codes: x12Codes('request/2000E/CL1/1/02/00/1314', 'PointOfOrigin'),
      text: 'The source of an admission is a code of its point of origin.',
    },
  ],
};
