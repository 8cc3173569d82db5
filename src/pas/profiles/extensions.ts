import { binding, x12Codes } from './bindings.ts';
import { profileUrl } from './canonicals.ts';
import { parted, valued } from './extensionProfile.ts';
import { PAS_IDENTIFIER } from './identifier.ts';
import { fullDate } from './invariants.ts';
import type { ElementRule, Profile } from './profile.ts';

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

export const AUTHORIZATION_NUMBER = valued(
  'extension-authorizationNumber',
  ['String'],
  'The number of an earlier authorization is a valueString.',
);

export const ADMINISTRATION_REFERENCE_NUMBER = valued(
  'extension-administrationReferenceNumber',
  ['String'],
  'The administration reference number is a valueString.',
);

export const CERTIFICATION_TYPE = valued(
  'extension-certificationType',
  ['CodeableConcept'],
  'The certification type is a valueCodeableConcept.',
  {
    codes: x12Codes('request/2000F/UM/1/02/00/1322'),
  },
);

export const REQUEST_TYPE = valued(
  'extension-serviceItemRequestType',
  ['CodeableConcept'],
  'The request type is a valueCodeableConcept.',
  {
    codes: x12Codes('request/2000E/UM/1/01/00/1525'),
  },
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

export const ITEM_TRACE_NUMBER = valued(
  'extension-itemTraceNumber',
  ['Identifier'],
  'An item trace number is a valueIdentifier with system and value.',
  { is: PAS_IDENTIFIER },
);

export const CODE_END = valued(
  'extension-productOrServiceCodeEnd',
  ['CodeableConcept'],
  'The end of a range of services is a valueCodeableConcept.',
  {
    codes: binding.requestedService,
  },
);

export const EPSDT = valued('extension-epsdtIndicator', ['Boolean'], 'The EPSDT indicator is a valueBoolean.');

export const NURSING_HOME_STATUS = valued(
  'extension-nursingHomeResidentialStatus',
  ['CodeableConcept'],
  'The nursing home residential status is a valueCodeableConcept.',
);

export const NURSING_HOME_LEVEL = valued(
  'extension-nursingHomeLevelOfCare',
  ['CodeableConcept'],
  'The nursing home level of care is a valueCodeableConcept.',
  {
    codes: x12Codes('request/2000F/SV1/1/20/00/1337'),
  },
);

export const REVENUE_RATE = valued(
  'extension-revenueUnitRateLimit',
  ['Decimal'],
  'The rate limit of a revenue unit is a valueDecimal.',
);

export const REQUESTED_SERVICE = valued(
  'extension-requestedService',
  ['Reference'],
  'The order of an item is a valueReference to a MedicationRequest, ServiceRequest, DeviceRequest or NutritionOrder.',
  {
    to: [profileUrl.medicationRequest, profileUrl.serviceRequest, profileUrl.deviceRequest, profileUrl.nutritionOrder],
  },
);

export const INFO_CHANGED = valued('extension-infoChanged', ['Code'], 'What was changed says so by a valueCode.', {
  codes: binding.infoChanged,
});

export const INFO_CANCELLED = valued(
  'modifierextension-infoCancelled',
  ['Boolean'],
  'What was cancelled says so by a valueBoolean.',
);

export const REVIEW_ACTION_CODE = valued(
  'extension-reviewActionCode',
  ['CodeableConcept'],
  'The decision looked for is a valueCodeableConcept.',
  {
    codes: x12Codes('response/2000F/HCR/1/01/00/306'),
  },
);

export const CERTIFICATION_ISSUED = certificationDate(
  'extension-itemCertificationIssueDate',
  'The date of issue looked for',
);
export const CERTIFICATION_EXPIRES = certificationDate(
  'extension-itemCertificationExpirationDate',
  'The date of expiry looked for',
);
export const CERTIFICATION_EFFECTIVE = certificationDate(
  'extension-itemCertificationEffectiveDate',
  'The effective date looked for',
);

export const MILITARY_STATUS = valued(
  'extension-militaryStatus',
  ['CodeableConcept'],
  'The military status is a valueCodeableConcept.',
  {
    codes: x12Codes('request/2010C/INS/1/08/00/584'),
  },
);

export const PATIENT_STATUS = valued(
  'extension-patientStatus',
  ['CodeableConcept'],
  'The status of the patient is a valueCodeableConcept.',
  {
    codes: x12Codes('request/2000E/CL1/1/03/00/1352', 'PatDischargeStatus'),
  },
);

export const CALENDAR_PATTERN = valued(
  'extension-timingcalendarpattern',
  ['CodeableConcept'],
  'A calendar pattern is a valueCodeableConcept.',
  {
    codes: x12Codes('request/2000F/HSD/1/07/00/678'),
  },
);

export const DELIVERY_PATTERN = valued(
  'extension-timingdeliverypattern',
  ['CodeableConcept'],
  'A delivery pattern is a valueCodeableConcept.',
  {
    codes: x12Codes('request/2000F/HSD/1/08/00/679'),
  },
);

function certificationDate(name: string, what: string): Profile {
  const text = `${what} is a valueDate or a valuePeriod.`;
  const { url, type, rules } = valued(name, ['Date', 'Period'], text);
  return { url, type, rules: [...rules, ...fullDates('value[x]', 'value', what)] };
}

/** A date, or the start and end of a Period, with its day. @param stem - of the choice: `serviced` of `serviced[x]` */
export function fullDates(at: string, stem: string, what: string): readonly ElementRule[] {
  return [
    [`:${stem}Date`, what],
    [`:${stem}Period.start`, `The start of ${lowered(what)}`],
    [`:${stem}Period.end`, `The end of ${lowered(what)}`],
  ].map(([below = '', name = '']) => ({ at: at + below, text: name, invariants: [fullDate(name)] }));
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
