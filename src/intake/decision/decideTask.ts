import type { WithId } from '@medplum/core';
import type { Bundle, BundleEntry, ClaimResponse, Resource, Task } from '@medplum/fhirtypes';
import { localDate } from '../../deadlines/localTime.ts';
import { sha256 } from '../../fhir/sha256.ts';
import type { IntakeContext } from '../context.ts';
import { isOfHeldReceipt } from '../hold.ts';
import { itemNumber } from '../keys.ts';
import { receiptKey } from '../receipt.ts';
import { failureOf, pause, Unavailable, withRetries } from '../retries.ts';
import { fitsTransaction, update } from '../transactionEntries.ts';
import { authorizationsFor } from './authorizations.ts';
import { type DecideInput, type DecisionChanges, decide } from './decide.ts';
import type { Decision, Refusal, Whereabouts } from './decision.ts';
import { type DecisionCase, isDecidable, readDecisionCase } from './decisionCase.ts';
import { type AskingNumbers, numbersNeeded } from './informationAsked.ts';
import { heldReceipt, notDecidable } from './openItems.ts';
import { notThere, stale } from './refusals.ts';
import { reviewerOfRecord } from './reviewer.ts';

export interface DecideOptions {
  readonly at: Whereabouts;
  /** The version of the Task that the person looked at; absent: whichever stands. */
  readonly ifMatch?: string;
}

export type DecideTaskResult =
  | { readonly ok: true; readonly current: DecisionCase; readonly response: ClaimResponse }
  | ({ readonly ok: false } & Refusal);

/** Runs that meet others at the same answer look again, this often. */
const attempts = 8;

/**
 * Takes a decision on a Task. The commit is fenced by the answer's version: of any number of runs at once one decides, and
 * the others find it decided (409).
 * @throws Unavailable when the store does not answer; sent again, the decision stands or is found to be taken
 */
export async function decideTask(
  context: IntakeContext,
  id: string,
  decision: Decision,
  options: DecideOptions,
): Promise<DecideTaskResult> {
  let answer: string | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const task = await withRetries(() => readTask(context, id));
    if (!task) return { ok: false, ...notThere };
    if (!isDecidable(task)) return { ok: false, ...(isOfHeldReceipt(task) ? heldReceipt : notDecidable) };
    answer ??= task.focus?.reference;
    if (answer !== task.focus?.reference) return updatedMeanwhile;
    const current = await withRetries(() => readDecisionCase(context, task));
    const result = decide(current, decision, await withRetries(() => inputFor(context, current, decision, options)));
    if (!result.ok && result.status === 409) return result;
    if (isStale(task, options.ifMatch)) return { ok: false, ...stale(task) };
    if (!result.ok) return result;
    const bundle = bundleOf(current, result.changes);
    if (!fitsTransaction(bundle)) return tooMany(options.at('item'));
    try {
      const response = await commit(context, current, bundle);
      return { ok: true, current, response };
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure === 'fault') throw cause;
      if (failure === 'refused' || attempt >= attempts) throw new Unavailable(cause);
      await pause(failure, attempt);
    }
  }
}

async function readTask({ client }: IntakeContext, id: string): Promise<WithId<Task> | undefined> {
  return client.searchOne('Task', `_id=${encodeURIComponent(id)}`, { cache: 'reload' });
}

/** What the decision is checked against. */
export async function inputFor(
  context: IntakeContext,
  current: DecisionCase,
  decision: Decision,
  { at }: Pick<DecideOptions, 'at'>,
): Promise<DecideInput> {
  const { client, settings, now } = context;
  const { calendar } = settings;
  const { timeZone } = calendar;
  const decided = now();
  const today = localDate(decided, timeZone).toString();
  const sequences = (current.response.item ?? []).map(({ itemSequence }) => itemSequence);
  const key = receiptKey(current.receipt);
  const [reviewer, authorizations] = await Promise.all([
    reviewerOfRecord(client, decision.reviewer, today, timeZone),
    authorizationsFor(context, current, decision, today),
  ]);
  const askingNumbers = askingNumbersFor(current, decision, decided);
  const numberOf = (item: number) => (sequences.includes(item) ? itemNumber('AUTH', key, item) : '');
  return { decided, today, timeZone, reviewer, authorizations, at, calendar, numberOf, askingNumbers };
}

/** No two decisions share them: of two at the same instant on the same case, the fence lets one commit. */
function askingNumbersFor(
  { receipt }: DecisionCase,
  decision: Decision,
  decided: Temporal.Instant,
): readonly AskingNumbers[] {
  const asking = `${receiptKey(receipt)}|${decided}`;
  return Array.from({ length: numbersNeeded(decision) }, (_, index) => ({
    fullUrl: urnOf(sha256(new TextEncoder().encode(`request|${asking}|${index}`))),
    trackingId: itemNumber('ATT', asking, index),
  }));
}

function urnOf(digest: string): string {
  const [, ...groups] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(digest) ?? [];
  return `urn:uuid:${groups.join('-')}`;
}

function bundleOf({ response, task, siblings, asked }: DecisionCase, changes: DecisionChanges): Bundle {
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      update(changes.response, response),
      update(changes.task, task),
      ...changes.siblings.flatMap((changed) => {
        const read = siblings.find(({ id }) => id === changed.id);
        return read ? [update(changed, read)] : [];
      }),
      ...(changes.asked?.documents ?? []).map(({ request, fullUrl }) => ({ ...create(request), fullUrl })),
      ...changes.closed.flatMap((changed) => {
        const read = [...asked.communicationRequests, ...asked.tasks].find(({ id }) => id === changed.id);
        return read ? [update(changed, read)] : [];
      }),
      ...[...changes.notices, ...(changes.asked?.tasks ?? []), changes.provenance].map(create),
    ],
  };
}

async function commit({ client }: IntakeContext, { response }: DecisionCase, bundle: Bundle): Promise<ClaimResponse> {
  const { entry = [] } = await client.executeBatch(bundle, { maxRetries: 0 });
  const stored = entry.map(({ resource }) => resource).find((resource) => resource?.resourceType === 'ClaimResponse');
  if (stored?.resourceType === 'ClaimResponse') return stored;
  return client.readResource('ClaimResponse', response.id, { cache: 'reload' });
}

function create(resource: Resource): BundleEntry {
  return { request: { method: 'POST', url: resource.resourceType }, resource };
}

function isStale({ meta }: Task, ifMatch: string | undefined): boolean {
  return ifMatch !== undefined && ifMatch !== meta?.versionId;
}

/** What an answer says of very many modified items may be more than a store takes. */
function tooMany(expression: string): DecideTaskResult {
  const text = 'The answer would be larger than can be stored. Decide on fewer items at once.';
  return { ok: false, status: 422, issues: [{ code: 'too-long', expression, text }] };
}

/** What was decided on is not what is asked for any more. */
const updatedMeanwhile: DecideTaskResult = {
  ok: false,
  status: 409,
  issues: [
    {
      code: 'conflict',
      expression: 'Task.focus',
      text: 'The requestor updated the request while it was being decided. Read the Task again and decide on what it now says.',
    },
  ],
};
