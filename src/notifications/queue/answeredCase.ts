import type { MedplumClient } from '@medplum/core';
import type { ClaimResponse } from '@medplum/fhirtypes';
import { caseSystem } from '../../fhir/systems.ts';
import { channelOf, type Receipt } from '../../intake/receipt.ts';
import { findReceipt, receivedBytes } from '../../intake/receive.ts';
import { submissionOf } from '../../intake/submissionOf.ts';
import type { Submission } from '../../pas/request/submission.ts';

/** What an answer answers. */
export interface AnsweredCase {
  readonly receipt: Receipt;
  readonly submission: Submission;
}

/** The case of an answer; undefined when the answer was not given by this service. */
export async function readAnsweredCase(
  client: MedplumClient,
  response: ClaimResponse,
): Promise<AnsweredCase | undefined> {
  const key = response.identifier?.find(({ system }) => system === caseSystem)?.value;
  const receipt = key === undefined ? undefined : await findReceipt(client, key);
  if (!receipt) return undefined;
  const rebuilt = submissionOf(channelOf(receipt), await receivedBytes(client, receipt));
  if (!rebuilt.ok) throw new Error(`Receipt ${receipt.id} holds a message that the rules now in force refuse`);
  return { receipt, submission: rebuilt.submission };
}
