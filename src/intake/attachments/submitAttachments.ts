import type { DocumentReference, OperationOutcome } from '@medplum/fhirtypes';
import type { AttachmentSubmission, SentDocument } from '../../pas/additionalInformation/attachmentSubmission.ts';
import { readAttachments } from '../../pas/additionalInformation/readAttachments.ts';
import type { IntakeContext } from '../context.ts';
import { submissionKey } from '../keys.ts';
import { receive } from '../receive.ts';
import type { Arrival } from '../submit.ts';
import { circumstancesOf } from './attachmentDocument.ts';
import { fileAttachments } from './fileAttachments.ts';

export type SubmitAttachmentsResult =
  | { readonly ok: true; readonly outcome: OperationOutcome }
  | { readonly ok: false; readonly status: 400 | 413 | 422; readonly outcome: OperationOutcome };

/**
 * `$submit-attachment`: read, receive, file, tell. The same bytes from the same client are filed once; what is refused is
 * refused with every problem at once, and nothing of it is stored.
 * @throws Unavailable when the store does not answer
 * @see CDex 2.1.0, OperationDefinition/submit-attachment
 */
export async function submitAttachments(
  context: IntakeContext,
  arrival: Omit<Arrival, 'base'>,
): Promise<SubmitAttachmentsResult> {
  const reading = await readAttachments(arrival.body);
  if (!reading.ok) return reading;
  const key = `attachment|${submissionKey(arrival.client, arrival.body)}`;
  const receipt = await receive(context.client, { ...arrival, key, channel: 'submit-attachment' });
  const documents = await fileAttachments(context, receipt, reading.submission);
  return { ok: true, outcome: outcomeOf(reading.submission, documents) };
}

/** What became of each document. Whether a member or a request is known is told to nobody whose numbers do not agree. */
function outcomeOf(
  { documents: sent }: AttachmentSubmission,
  documents: readonly DocumentReference[],
): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: sent.map((document, index) => ({
      severity: 'information',
      code: 'informational',
      details: { text: told(document, documents[index], index + 1) },
      expression: [document.expression],
    })),
  };
}

function told({ items }: SentDocument, stored: DocumentReference | undefined, number: number): string {
  const answer = stored?.context?.related
    ?.map(({ reference }) => reference)
    .find((each) => each?.startsWith('ClaimResponse/'));
  const name = `Document ${number}`;
  if (!stored || answer === undefined)
    return `${name} was received and is kept. It could not be put with a request by its numbers; people look at it. Check TrackingId, MemberId, AdminRefNumber and ProviderId, and send it again if one of them is wrong.`;
  const circumstances = circumstancesOf(stored);
  const of = items.length > 0 ? `, item ${items.join(', ')}` : '';
  return [
    `${name} was received and put with ${answer}${of}, ${circumstances.includes('solicited') ? 'as it was asked for' : 'without having been asked for'}.`,
    ...(circumstances.includes('late')
      ? ['It came late: after it was due, or after the decision, which it does not change.']
      : []),
    ...(circumstances.includes('duplicate') ? ['The same document had come before.'] : []),
  ].join(' ');
}
