import { pasCodes } from '../codes.ts';
import { profileUrl } from './canonicals.ts';
import { fullDates } from './extensions/fullDates.ts';
import { DOCUMENT_INFORMATION } from './extensions/ofClaim.ts';
import { fullDate } from './invariants.ts';
import { coded } from './patterns.ts';
import type { ElementRule } from './profile.ts';

const PATIENT_EVENT = 'The date of the patient event';
const ADMISSION = 'The date of admission';
const DISCHARGE = 'The date of discharge';

/** Information of other categories may be there, and is nobody's business. */
function slice(name: string, code: string, max: 1 | undefined, text: string): ElementRule {
  return { at: `supportingInfo:${name}`, max, slice: { category: coded(pasCodes, code) }, text };
}

/** What is told of when something happens. @see StructureDefinition/profile-claim-base of PAS 2.2.1 */
export const EVENT_RULES: readonly ElementRule[] = [
  slice('PatientEvent', 'patientEvent', 1, 'A Claim tells its patient event at most once.'),
  { at: 'supportingInfo:PatientEvent.timing[x]', min: 1, text: 'A patient event has a timingDate or a timingPeriod.' },
  ...fullDates('supportingInfo:PatientEvent.timing[x]', 'timing', PATIENT_EVENT),
  { at: 'supportingInfo:PatientEvent.value[x]', max: 0, text: 'A patient event has a timing and no value.' },
  slice('AdmissionDates', 'admissionDates', 1, 'A Claim tells its dates of admission at most once.'),
  {
    at: 'supportingInfo:AdmissionDates.timing[x]',
    min: 1,
    text: 'Dates of admission are a timingDate or a timingPeriod.',
  },
  ...fullDates('supportingInfo:AdmissionDates.timing[x]', 'timing', ADMISSION),
  { at: 'supportingInfo:AdmissionDates.value[x]', max: 0, text: 'Dates of admission are a timing and no value.' },
  slice('DischargeDates', 'dischargeDates', 1, 'A Claim tells its date of discharge at most once.'),
  {
    at: 'supportingInfo:DischargeDates.timing[x]',
    min: 1,
    types: ['Date'],
    invariants: [fullDate(DISCHARGE)],
    text: 'The date of discharge is a timingDate.',
  },
  { at: 'supportingInfo:DischargeDates.value[x]', max: 0, text: 'The date of discharge is a timing and no value.' },
];

/** What is said or attached. @see StructureDefinition/profile-claim and profile-claim-update of PAS 2.2.1 */
export const DOCUMENT_RULES: readonly ElementRule[] = [
  slice('AdditionalInformation', 'additionalInformation', undefined, 'A document to look at.'),
  {
    at: 'supportingInfo:AdditionalInformation.extension:documentInformation',
    min: 1,
    max: 1,
    is: DOCUMENT_INFORMATION,
    text: `Additional information has the extension ${DOCUMENT_INFORMATION.url} once: what kind of document it is.`,
  },
  {
    at: 'supportingInfo:AdditionalInformation.timing[x]',
    max: 0,
    text: 'Additional information has a value and no timing.',
  },
  {
    at: 'supportingInfo:AdditionalInformation.value[x]',
    min: 1,
    types: ['Reference'],
    to: [profileUrl.documentReference],
    text: 'Additional information is a valueReference to the document or other resource.',
  },
  slice('MessageText', 'freeFormMessage', undefined, 'A message in words.'),
  { at: 'supportingInfo:MessageText.timing[x]', max: 0, text: 'A message has a value and no timing.' },
  { at: 'supportingInfo:MessageText.value[x]', min: 1, types: ['String'], text: 'A message is a valueString.' },
];
