import type { CodeableConcept } from '@medplum/fhirtypes';
import { concept } from '../../fhir/elements.ts';
import { ownBase, x12 } from '../../fhir/systems.ts';
import { pasCodes } from '../codes.ts';

/** Attachment control numbers: of a document asked for, and of the Task that asks. They come back as TrackingId. */
export const trackingSystem = `${ownBase}/tracking-id`;

export const loincCodes = 'http://loinc.org';

/** X12 755, PWK01: kinds of report. */
export const reportTypeCodes = x12(755);

/** X12 755, for what is asked for in words alone. Recalled from X12, not verified. */
export const medicalRecord = concept(reportTypeCodes, 'M1', 'Medical Record Attachment');

/** LOINC: the answer to a questionnaire of the payer, whose context is a trace number. @see PAS 2.2.1, additional information, ainfo-3 */
export const questionnaireCode = '102089-0';

/** By which way the information comes: CDex `$submit-attachment`. */
export const cdexMedium = concept(pasCodes, 'CDEX');

/** `Task.code` and types of `Task.input` of a PASTask. */
export const taskCodes = {
  code: concept(pasCodes, 'attachment-request-code', 'Attach Request Code'),
  questionnaire: concept(pasCodes, 'attachment-request-questionnaire', 'Attach Request Questionnaire'),
} as const satisfies Record<string, CodeableConcept>;

export const priorAuthorization = concept(pasCodes, 'priorAuthorization');

export const taskInputs = {
  payerUrl: concept(pasCodes, 'payer-url'),
  attachmentsNeeded: concept(pasCodes, 'attachments-needed'),
  questionnaireContext: concept(pasCodes, 'questionnaire-context'),
} as const satisfies Record<string, CodeableConcept>;
