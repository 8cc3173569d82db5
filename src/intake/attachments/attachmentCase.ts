import { isResourceWithId, type MedplumClient, type WithId } from '@medplum/core';
import type { ClaimResponse, DocumentReference, Task } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../../directory/searchAll.ts';
import { caseSystem, ownTaskCodes } from '../../fhir/systems.ts';
import { partiesOfCase } from '../../pas/inquiry/standingCase.ts';
import { readRequest } from '../../pas/reading/readRequest.ts';
import type { BusinessIdentifier } from '../../pas/reading/submittedRequest.ts';
import { reviewActionOf } from '../../pas/response/decidedItems.ts';
import type { IntakeContext } from '../context.ts';
import { isDecidable } from '../decision/decisionCase.ts';
import { itemNumber } from '../keys.ts';
import { channelOf } from '../receipt.ts';
import { findReceipt, receivedBytes } from '../receive.ts';
import { submissionOf } from '../submissionOf.ts';
import { attachmentToken } from './attachmentDocument.ts';
import { requestsOfCase, type StoredRequests } from './informationRequests.ts';

/** A case, as far as it has to do with attachments. */
export interface AttachmentCase {
  readonly key: string;
  readonly response: WithId<ClaimResponse>;
  /** As the request reads them. */
  readonly memberNumbers: readonly BusinessIdentifier[];
  /** NPIs. */
  readonly parties: ReadonlySet<string>;
  /** Every number under which an item was pended or certified. */
  readonly numbers: readonly string[];
  /** Whether something of it still waits for a person. */
  readonly isPended: boolean;
  readonly asked: StoredRequests;
  /** By which a person decides it; decided ones too. */
  readonly reviews: readonly WithId<Task>[];
  /** Attachments that came before. */
  readonly documents: readonly DocumentReference[];
}

/** The case of an answer as it now stands; undefined: the answer belongs to none, or its message cannot be read any more. */
export async function readAttachmentCase(
  { client, settings }: IntakeContext,
  response: WithId<ClaimResponse>,
): Promise<AttachmentCase | undefined> {
  const key = response.identifier?.find(({ system }) => system === caseSystem)?.value;
  const receipt = key === undefined ? undefined : await findReceipt(client, key);
  if (key === undefined || !receipt) return undefined;
  const rebuilt = submissionOf(channelOf(receipt), await receivedBytes(client, receipt));
  if (!rebuilt.ok) return undefined;
  const { submission } = rebuilt;
  const sequences = (submission.claim.item ?? []).map(({ sequence }) => sequence);
  const numbers = sequences.flatMap((sequence) => [
    itemNumber('REF', key, sequence),
    itemNumber('AUTH', key, sequence),
  ]);
  const [asked, reviews, documents] = await Promise.all([
    requestsOfCase(client, key),
    reviewsOf(client, key),
    attachmentsOf(client, response.id),
  ]);
  return {
    key,
    response,
    memberNumbers: readRequest(submission, settings.calendar.timeZone).member.numbers,
    parties: partiesOfCase({ response, submission }),
    numbers,
    isPended: (response.item ?? []).some((item) => reviewActionOf(item) === 'A4'),
    asked,
    reviews,
    documents,
  };
}

/** What was sent to the plan for an answer, in the order in which it came. */
export async function attachmentsOf(client: MedplumClient, responseId: string): Promise<readonly DocumentReference[]> {
  const query = { related: `ClaimResponse/${responseId}`, category: attachmentToken };
  const found = ofType((await searchAll(client, 'DocumentReference', query)).resources, 'DocumentReference');
  return found.toSorted((one, other) => (one.date ?? '').localeCompare(other.date ?? ''));
}

async function reviewsOf(client: MedplumClient, key: string): Promise<readonly WithId<Task>[]> {
  const query = {
    'group-identifier': `${caseSystem}|${key}`,
    code: ['review', 'find-provider'].map((code) => `${ownTaskCodes}|${code}`).join(','),
  };
  const found = ofType((await searchAll(client, 'Task', query)).resources, 'Task');
  return found.filter((task): task is WithId<Task> => isResourceWithId<Task>(task, 'Task') && isDecidable(task));
}
