import type { MedplumClient } from '@medplum/core';
import type { Bundle, Organization, Resource } from '@medplum/fhirtypes';
import { extensionOf } from '../../fhir/elements.ts';
import { attemptsOf, channelOf, type Receipt } from '../../intake/receipt.ts';
import { failureOf, pause, Unavailable, withRetries } from '../../intake/retries.ts';
import { findBasics, postEntry, putEntry } from '../basic.ts';
import { backport, eventSystem } from '../codes.ts';
import { inParallel } from '../inParallel.ts';
import { admits, type Filter, readFilter } from '../subscription/filter.ts';
import { type StoredSubscription, withChanges } from '../subscription/record.ts';
import { allSubscriptions, findSubscription } from '../subscription/store.ts';
import { type AnswerChange, answerChanges } from './answerChanges.ts';
import { readAnsweredCase } from './answeredCase.ts';
import { eventBasic, identityOf } from './event.ts';
import { partiesOf } from './parties.ts';

/** Subscriptions that are written at the same time. */
const atOnce = 16;
/** Runs that meet others at the same subscription look again, this often. */
const attempts = 20;
/** Events that one transaction adds: with the subscription they stay below the fifty entries it may have. */
const eventsAtOnce = 40;

/**
 * Makes an event of every change of an answer that a subscription asks for, once for each subscription however often, and by
 * however many, this is run. The numbers have no gaps, and the changes of one answer keep their order.
 * @param id - of the ClaimResponse
 * @param subscriptions - where they have just been read
 * @throws Unavailable when the store does not answer; run again, nothing is lost or doubled
 */
export async function enqueueAnswer(
  client: MedplumClient,
  id: string,
  subscriptions?: readonly StoredSubscription[],
): Promise<void> {
  const all = subscriptions ?? (await allSubscriptions(client));
  if (all.length === 0) return;
  const changes = await withRetries(() => answerChanges(client, id));
  const newest = changes.at(-1);
  const answered = newest && (await withRetries(() => readAnsweredCase(client, newest.content)));
  if (!answered) return;
  const insurer = await withRetries(() => insurerOfRecord(client, newest.content.insurer?.reference));
  const parties = partiesOf(answered.submission, insurer);
  const concerned = all.flatMap((stored) => {
    const filter = filterOf(stored);
    if (!filter || !admits(filter, parties)) return [];
    const due = changes.filter((change) => isSince(change, stored) && !wasTold(change, filter, answered.receipt));
    return due.length > 0 ? [{ stored, due }] : [];
  });
  await inParallel(concerned, atOnce, ({ stored, due }) => enqueue(client, stored, due));
}

function filterOf({ subscription }: StoredSubscription): Filter | undefined {
  return readFilter(extensionOf(subscription._criteria, backport.filterCriteria)?.valueString ?? '');
}

function isSince({ timestamp }: AnswerChange, { state }: StoredSubscription): boolean {
  return Temporal.Instant.compare(timestamp, state.started) >= 0;
}

/** The sender has the first answer to a `$submit` as its reply; unless the reply failed, and the sweep answered. */
function wasTold({ first }: AnswerChange, { role }: Filter, receipt: Receipt): boolean {
  return first && role === 'sender' && channelOf(receipt) === 'pas-submit' && attemptsOf(receipt) === 0;
}

async function enqueue(
  client: MedplumClient,
  given: StoredSubscription,
  changes: readonly AnswerChange[],
): Promise<void> {
  let stored: StoredSubscription | undefined = given;
  for (let attempt = 1; stored; attempt += 1) {
    const missing = (await missingIn(client, stored, changes)).slice(0, eventsAtOnce);
    if (missing.length === 0) return;
    try {
      await client.executeBatch(additionOf(stored, missing), { maxRetries: 0 });
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure === 'fault') throw cause;
      if (attempt >= attempts) throw new Unavailable(cause);
      await pause(failure === 'fence' ? 'conflict' : failure, Math.min(attempt, 5));
    }
    // Also after a success there may be more, and after a failure the reply may be what was lost.
    stored = await findSubscription(client, given.id);
  }
}

/** Looked up after the subscription was read: whoever adds some of them meanwhile changes its version. */
async function missingIn(
  client: MedplumClient,
  { id }: StoredSubscription,
  changes: readonly AnswerChange[],
): Promise<readonly AnswerChange[]> {
  const identities = changes.map(({ response }) => identityOf(id, response));
  const identifier = identities.map((identity) => `${eventSystem}|${identity}`).join(',');
  const found = await findBasics(client, { identifier });
  const there = new Set(found.flatMap((basic) => basic.identifier?.map(({ value }) => value)));
  return changes.filter((_, index) => !there.has(identities[index]));
}

function additionOf(stored: StoredSubscription, changes: readonly AnswerChange[]): Bundle {
  const { state } = stored;
  const events = changes.map(({ response, timestamp }, index) =>
    eventBasic(stored.id, { number: state.events + index + 1, timestamp, response }),
  );
  const counted = withChanges(stored, { state: { ...state, events: state.events + events.length } });
  return { resourceType: 'Bundle', type: 'transaction', entry: [putEntry(counted), ...events.map(postEntry)] };
}

async function insurerOfRecord(client: MedplumClient, reference: string | undefined): Promise<Resource | undefined> {
  const [, id] = /^Organization\/(.+)$/.exec(reference ?? '') ?? [];
  if (id === undefined) return undefined;
  const found: Organization | undefined = await client.searchOne('Organization', `_id=${id}`, { cache: 'reload' });
  return found;
}
