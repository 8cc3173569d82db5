import type { MedplumClient } from '@medplum/core';
import type { ClaimResponse, Communication } from '@medplum/fhirtypes';
import { submittedInOf } from '../fhir/caseLinks.ts';
import type { Submission } from '../pas/request/submission.ts';
import { type CarriedItems, carriedSubmission } from '../pas/updates/carriedSubmission.ts';
import { channelOf } from './receipt.ts';
import { findReceipt, receivedBytes } from './receive.ts';
import { submissionOf } from './submissionOf.ts';

/** The submission that a receipt holds; undefined: the rules now in force refuse it. */
export async function receivedSubmission(
  client: MedplumClient,
  receipt: Communication,
): Promise<Submission | undefined> {
  const rebuilt = submissionOf(channelOf(receipt), await receivedBytes(client, receipt));
  return rebuilt.ok ? rebuilt.submission : undefined;
}

/**
 * What an answer answers, whole: its own submission, with the items that only earlier ones state.
 * @param own - the submission that the answer was given to
 */
export async function standingSubmission(
  client: MedplumClient,
  { item = [] }: ClaimResponse,
  own: Submission,
): Promise<Submission> {
  const byKey = new Map<string, number[]>();
  for (const each of item) {
    const key = submittedInOf(each);
    if (key !== undefined) byKey.set(key, [...(byKey.get(key) ?? []), each.itemSequence]);
  }
  const carried = [...byKey].map(async ([key, sequences]): Promise<readonly CarriedItems[]> => {
    const receipt = await findReceipt(client, key);
    const submission = receipt && (await receivedSubmission(client, receipt));
    return submission ? [{ submission, sequences }] : [];
  });
  return carriedSubmission(own, (await Promise.all(carried)).flat());
}
