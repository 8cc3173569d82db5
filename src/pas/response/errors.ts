import type { ClaimResponseError } from '@medplum/fhirtypes';
import { concept } from '../../fhir/elements.ts';
import { x12 } from '../../fhir/systems.ts';
import type { RequestError } from '../../policy/determination.ts';
import { pasExtension } from '../codes.ts';

/** X12 889: please correct and resubmit. */
const correctAndResubmit = concept(x12(889), 'C', 'Please Correct and Resubmit');

/** X12 901, recalled from X12, not verified. */
const displays: Readonly<Record<RequestError['code'], string>> = {
  '71': 'Patient Birth Date Does Not Match That for the Patient on the Database',
  '75': 'Subscriber/Insured Not Found',
  '79': 'Invalid Participant Identification',
};

/**
 * A business error: the request was read, but cannot be processed as it stands.
 * @param expression - FHIRPath of what is wrong, from `Bundle` on
 */
export function responseError({ code, text }: RequestError, expression: string): ClaimResponseError {
  return {
    extension: [
      { url: pasExtension.errorFollowupAction, valueCodeableConcept: correctAndResubmit },
      { url: pasExtension.errorPath, valueString: expression },
    ],
    code: { ...concept(x12(901), code, displays[code]), text },
  };
}
