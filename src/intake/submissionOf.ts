import type { Bundle, OperationOutcome } from '@medplum/fhirtypes';
import { rereadSubmission } from '../pas/request/readSubmission.ts';
import { resolverOf } from '../pas/request/resolver.ts';
import type { Submission } from '../pas/request/submission.ts';
import type { Channel } from './receipt.ts';

export type RebuiltSubmission =
  | { readonly ok: true; readonly submission: Submission }
  | { readonly ok: false; readonly outcome: OperationOutcome };

/**
 * The submission that a receipt's bytes hold. A PAS message was held to its rules when it came; what was assembled
 * from the store was never held to them, and is taken as it is.
 */
export function submissionOf(channel: Channel, bytes: Uint8Array): RebuiltSubmission {
  if (channel === 'pas-submit') return rereadSubmission(bytes);
  if (channel === 'submit-attachment') throw new Error('Attachments are no request');
  const bundle: Bundle = JSON.parse(new TextDecoder().decode(bytes));
  const [first] = bundle.entry ?? [];
  const claim = first?.resource;
  if (claim?.resourceType !== 'Claim') throw new Error('The receipt holds no Claim');
  const submission = {
    bundle,
    claim,
    claimFullUrl: first?.fullUrl ?? '',
    assembledFrom: channel,
    ...resolverOf(bundle),
    dangling: [],
    ignored: [],
  };
  return { ok: true, submission };
}
