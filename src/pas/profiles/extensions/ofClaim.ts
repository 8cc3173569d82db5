import { binding, x12Codes } from '../bindings.ts';
import { profileUrl } from '../canonicals.ts';
import { parted, valued } from '../extensionProfile.ts';
import { fullDate } from '../invariants.ts';
import type { Profile } from '../profile.ts';

export const TRANSMISSION_IDENTIFIERS = parted(
  'extension-TransmissionIdentifiers',
  'The transmission identifiers are codes of sender and receiver, each a string in a part of its own.',
  [
    {
      name: 'applicationSenderCode',
      type: 'String',
      min: 1,
      text: 'One applicationSenderCode says who sends, as a string.',
    },
    {
      name: 'applicationReceiverCode',
      type: 'String',
      min: 1,
      text: 'One applicationReceiverCode says who receives, as a string.',
    },
    { name: 'interchangeSenderID', type: 'String', text: 'At most one interchangeSenderID, as a string.' },
    { name: 'interchangeReceiverID', type: 'String', text: 'At most one interchangeReceiverID, as a string.' },
  ],
);

export const LEVEL_OF_SERVICE = valued(
  'extension-levelOfServiceCode',
  ['CodeableConcept'],
  'The level of service is a valueCodeableConcept.',
  {
    codes: x12Codes('request/2000E/UM/1/06/00/1338'),
  },
);

export const CONDITION_CODE = parted(
  'extension-conditionCode',
  'Conditions are told in parts: category, indicator and code.',
  [
    {
      name: 'category',
      type: 'CodeableConcept',
      min: 1,
      codes: binding.conditionCategory,
      text: 'One category of the conditions, as a valueCodeableConcept.',
    },
    {
      name: 'indicator',
      type: 'Boolean',
      min: 1,
      text: 'One indicator, a valueBoolean, says whether the conditions hold.',
    },
    {
      name: 'code',
      type: 'CodeableConcept',
      min: 1,
      max: null,
      codes: binding.conditionCode,
      text: 'At least one condition, as a valueCodeableConcept.',
    },
  ],
);

export const HOME_HEALTH_CARE = parted(
  'extension-homeHealthCareInformation',
  'Home health care is told in parts: prognosis and date.',
  [
    {
      name: 'prognosis',
      type: 'CodeableConcept',
      min: 1,
      codes: x12Codes('request/2000E/CR6/1/01/00/923'),
      text: 'One prognosis, as a valueCodeableConcept.',
    },
    {
      name: 'date',
      type: 'Date',
      min: 1,
      invariants: [fullDate('The date of home health care')],
      text: 'One date at which home health care starts, as a valueDate.',
    },
  ],
);

/** R5's Claim.encounter. */
export const CLAIM_ENCOUNTER: Profile = {
  url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Claim.encounter',
  type: 'Extension',
  rules: [
    { at: 'extension', max: 0, text: 'The encounter is a valueReference.' },
    { at: 'value[x]', types: ['Reference'], to: [profileUrl.encounter], text: 'The encounter is a valueReference.' },
  ],
};

export const CARE_TEAM_CLAIM_SCOPE = valued(
  'extension-careTeamClaimScope',
  ['Boolean'],
  'The scope of a careTeam is a valueBoolean: true for the whole Claim.',
);

export const DOCUMENT_INFORMATION = parted('extension-documentInformation', 'What a document is, is told in parts.', [
  {
    name: 'reportTypeCode',
    type: 'CodeableConcept',
    min: 1,
    codes: binding.reportType,
    text: 'One reportTypeCode says what kind of report it is, as a valueCodeableConcept.',
  },
  {
    name: 'transmissionMethod',
    type: 'CodeableConcept',
    codes: x12Codes('request/2000E/PWK/1/02/00/756'),
    text: 'At most one transmissionMethod, as a valueCodeableConcept.',
  },
  { name: 'controlNumber', type: 'String', text: 'At most one controlNumber, as a valueString.' },
  { name: 'description', type: 'String', text: 'At most one description, as a valueString.' },
]);

export const RECORDED_DATE = valued(
  'extension-diagnosisRecordedDate',
  ['Date'],
  'When a diagnosis was recorded is a valueDate.',
  {
    invariants: [fullDate('The date at which a diagnosis was recorded')],
  },
);
