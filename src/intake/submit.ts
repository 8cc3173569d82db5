import type { Bundle, OperationOutcome } from '@medplum/fhirtypes';
import { readSubmission } from '../pas/request/readSubmission.ts';
import { responseBundle } from '../pas/response/responseBundle.ts';
import { answerReceipt } from './answer.ts';
import { requestsOfAnswer } from './attachments/informationRequests.ts';
import type { IntakeContext } from './context.ts';
import { submissionKey } from './keys.ts';
import { receive } from './receive.ts';
import { withRetries } from './retries.ts';

export interface Arrival {
  /** Client id. */
  readonly client: string;
  readonly body: Uint8Array;
  /** The instant of the first byte. */
  readonly received: Temporal.Instant;
  /** Absolute FHIR base under which answers can be read. */
  readonly base: string;
}

export type SubmitResult =
  | { readonly ok: true; readonly bundle: Bundle }
  | { readonly ok: false; readonly status: number; readonly outcome: OperationOutcome };

/**
 * `Claim/$submit`: validate, receive, answer, reply. The same bytes from the same client are one case, answered as it now
 * stands; what cannot be read is refused with every problem at once, and nothing is stored.
 * @throws Unavailable when the store does not answer
 */
export async function submit(context: IntakeContext, arrival: Arrival): Promise<SubmitResult> {
  const reading = readSubmission(arrival.body);
  if (!reading.ok) return reading;
  const key = submissionKey(arrival.client, arrival.body);
  const receipt = await receive(context.client, { ...arrival, key, channel: 'pas-submit' });
  const { response, submission } = await answerReceipt(context, receipt, true, reading.submission);
  const requests = await withRetries(() => requestsOfAnswer(context.client, response));
  return { ok: true, bundle: responseBundle(response, submission, arrival.base, requests) };
}
