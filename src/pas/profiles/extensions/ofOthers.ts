import { x12Codes } from '../bindings.ts';
import { valued } from '../extensionProfile.ts';

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
