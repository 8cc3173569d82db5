import type { ClaimResponseError } from '@medplum/fhirtypes';
import { concept } from '../../fhir/elements.ts';
import { x12 } from '../../fhir/systems.ts';
import type { RequestError } from '../../policy/determination.ts';
import { pasExtension } from '../codes.ts';

/** X12 889. What cannot be updated cannot be, however often it is sent; that code is recalled from X12, not verified. */
const followUps = {
  correct: concept(x12(889), 'C', 'Please Correct and Resubmit'),
  never: concept(x12(889), 'N', 'Resubmission Not Allowed'),
} as const;

/** X12 901 and the element of the X12 278 that each is about; recalled from X12, not verified. */
const errors: Readonly<Record<RequestError['code'], { readonly display: string; readonly element: string }>> = {
  '33': { display: 'Input Errors', element: '2000E-REF02' },
  '71': { display: 'Patient Birth Date Does Not Match That for the Patient on the Database', element: '2010C-DMG02' },
  '75': { display: 'Subscriber/Insured Not Found', element: '2010C-NM109' },
  '79': { display: 'Invalid Participant Identification', element: '2010A-NM109' },
  AA: { display: 'Authorization Number Not Found', element: '2000E-REF02' },
};

/**
 * A business error: the request was read, but cannot be processed as it stands.
 * @param expression - FHIRPath of what is wrong, from `Bundle` on
 * @param noteNumber - of the process note that says it in words
 */
export function responseError(
  { code, text }: RequestError,
  expression: string,
  noteNumber: number,
): ClaimResponseError {
  const { display, element } = errors[code];
  return {
    extension: [
      {
        url: pasExtension.errorFollowupAction,
        valueCodeableConcept: followUps[code === '33' ? 'never' : 'correct'],
      },
      {
        url: pasExtension.errorElement,
        extension: [
          { url: 'processNote', valuePositiveInt: noteNumber },
          { url: 'error', valueString: element },
        ],
      },
      { url: pasExtension.errorPath, valueString: expression },
    ],
    code: { ...concept(x12(901), code, display), text },
  };
}
