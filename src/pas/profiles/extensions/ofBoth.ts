import { binding, x12Codes } from '../bindings.ts';
import { valued } from '../extensionProfile.ts';

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

export const INFO_CHANGED = valued('extension-infoChanged', ['Code'], 'What was changed says so by a valueCode.', {
  codes: binding.infoChanged,
});

export const INFO_CANCELLED = valued(
  'modifierextension-infoCancelled',
  ['Boolean'],
  'What was cancelled says so by a valueBoolean.',
);
