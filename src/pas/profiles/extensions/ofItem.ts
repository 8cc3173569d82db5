import { binding, x12Codes } from '../bindings.ts';
import { profileUrl } from '../canonicals.ts';
import { valued } from '../extensionProfile.ts';
import { PAS_IDENTIFIER } from '../identifier.ts';

export const REQUEST_TYPE = valued(
  'extension-serviceItemRequestType',
  ['CodeableConcept'],
  'The request type is a valueCodeableConcept.',
  {
    codes: x12Codes('request/2000E/UM/1/01/00/1525'),
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
