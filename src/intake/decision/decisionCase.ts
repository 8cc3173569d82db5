import { isResourceWithId, type WithId } from '@medplum/core';
import type { ClaimResponse, Task } from '@medplum/fhirtypes';
import { localDate } from '../../deadlines/localTime.ts';
import { ofType, searchAll } from '../../directory/searchAll.ts';
import { clocksSinceOf } from '../../fhir/caseLinks.ts';
import { codesOf, referencedId } from '../../fhir/elements.ts';
import { caseSystem, ownTaskCodes } from '../../fhir/systems.ts';
import { readRequest } from '../../pas/reading/readRequest.ts';
import type { SubmittedRequest } from '../../pas/reading/submittedRequest.ts';
import type { Submission } from '../../pas/request/submission.ts';
import { reviewActionOf } from '../../pas/response/decidedItems.ts';
import type { LocalDate } from '../../policy/evidence.ts';
import { requestsOfCase, type StoredRequests } from '../attachments/informationRequests.ts';
import type { IntakeContext } from '../context.ts';
import { channelOf, type Receipt, receivedAt } from '../receipt.ts';
import { findReceipt, receivedBytes } from '../receive.ts';
import { standingSubmission } from '../standingSubmission.ts';
import { submissionOf } from '../submissionOf.ts';
import { inputType } from '../tasks.ts';
import { type EarlierDue, readEarlierDue } from './earlierDue.ts';

/** A Task to decide, with the answer it is about and the request as received. */
export interface DecisionCase {
  readonly task: WithId<Task>;
  readonly response: WithId<ClaimResponse>;
  readonly receipt: Receipt;
  /** The first receipt: every clock starts here. */
  readonly received: Temporal.Instant;
  /** Its local date. */
  readonly receivedOn: LocalDate;
  readonly submission: Submission;
  readonly request: SubmittedRequest;
  /** Other open work on the same request, which has the same clocks. */
  readonly siblings: readonly WithId<Task>[];
  /** Absent: no earlier request for the same was undecided when this one came. */
  readonly earlier?: EarlierDue;
  /** What was asked of the requestor so far. */
  readonly asked: StoredRequests;
}

/** Tasks by which a person decides. */
export const decidableCodes = ['review', 'find-provider'];
const openStatuses = 'requested,received,accepted,ready,in-progress,on-hold';

/** Whether the Task is one by which an answer is decided: a receipt that could not be answered has none. */
export function isDecidable(task: Task): boolean {
  const [code] = codesOf(task.code, ownTaskCodes);
  return decidableCodes.includes(code ?? '') && referencedId(task.focus?.reference)?.type === 'ClaimResponse';
}

/** Sequences of the items the Task lists. */
export function itemsOfTask(task: Task): readonly number[] {
  const [named] = inputType('item').coding ?? [];
  return (task.input ?? [])
    .filter(({ type }) => type.coding?.some(({ system, code }) => system === named?.system && code === named?.code))
    .flatMap(({ valuePositiveInt }) => valuePositiveInt ?? []);
}

/** The items the Task lists that are pended. */
export function pendedItems(task: Task, response: ClaimResponse): readonly number[] {
  const listed = itemsOfTask(task);
  return (response.item ?? [])
    .filter((item) => reviewActionOf(item) === 'A4' && listed.includes(item.itemSequence))
    .map(({ itemSequence }) => itemSequence);
}

/** Reads everything a decision on the Task rests on, as it now stands. @throws Error when the case is not whole */
export async function readDecisionCase({ client, settings }: IntakeContext, task: WithId<Task>): Promise<DecisionCase> {
  const key = task.groupIdentifier?.system === caseSystem ? (task.groupIdentifier.value ?? '') : '';
  const { timeZone } = settings.calendar;
  const [response, receipt, others, asked] = await Promise.all([
    client.readResource('ClaimResponse', referencedId(task.focus?.reference)?.id ?? '', { cache: 'reload' }),
    findReceipt(client, key),
    searchAll(client, 'Task', { 'group-identifier': `${caseSystem}|${key}`, status: openStatuses }),
    requestsOfCase(client, key),
  ]);
  if (!receipt) throw new Error(`Task/${task.id} belongs to a case without a receipt`);
  const rebuilt = submissionOf(channelOf(receipt), await receivedBytes(client, receipt));
  if (!rebuilt.ok) throw new Error(`Receipt ${receipt.id} holds a message that the rules now in force refuse`);
  const submission = await standingSubmission(client, response, rebuilt.submission);
  const received = clocksSinceOf(response) ?? receivedAt(receipt);
  const earlier = await readEarlierDue(client, response);
  return {
    task,
    response,
    receipt,
    received,
    receivedOn: localDate(received, timeZone).toString(),
    submission,
    request: readRequest(submission, timeZone),
    siblings: ofType(others.resources, 'Task').filter(
      (other): other is WithId<Task> =>
        isResourceWithId<Task>(other, 'Task') && other.id !== task.id && isDecidable(other),
    ),
    ...(earlier ? { earlier } : {}),
    asked,
  };
}
