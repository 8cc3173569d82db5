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
/** Events that one search looks for: by GET, whose line may not grow without limit. */
const identitiesAtOnce = 40;

/** What a subscription is to be told of. */
interface Due {
  readonly stored: StoredSubscription;
  readonly changes: readonly AnswerChange[];
}

/**
 * Makes an event of every change of an answer that a subscription asks for, once for each subscription however often, and by
 * however many, this is run. The numbers have no gaps, and the changes of one answer keep their order.
 * @param id - of the ClaimResponse
 * @param subscriptions - where they have just been read
 * @returns how many subscriptions were written
 * @throws Unavailable when the store does not answer; run again, nothing is lost or doubled
 */
export async function enqueueAnswer(
  client: MedplumClient,
  id: string,
  subscriptions?: readonly StoredSubscription[],
): Promise<number> {
  const all = subscriptions ?? (await allSubscriptions(client));
  if (all.length === 0) return 0;
  const changes = await withRetries(() => answerChanges(client, id));
  const newest = changes.at(-1);
  const answered = newest && (await withRetries(() => readAnsweredCase(client, newest.content)));
  if (!answered) return 0;
  const insurer = await withRetries(() => insurerOfRecord(client, newest.content.insurer?.reference));
  const parties = partiesOf(answered.submission, insurer);
  const concerned = all.flatMap((stored) => {
    const filter = filterOf(stored);
    if (!filter || !admits(filter, parties)) return [];
    const due = changes.filter((change) => isSince(change, stored) && !wasTold(change, filter, answered.receipt));
    return [{ stored, changes: due }];
  });
  const missing = await missingOf(client, concerned);
  await inParallel(missing, atOnce, (due) => enqueue(client, due));
  return missing.length;
}

function filterOf({ subscription }: StoredSubscription): Filter | undefined {
  return readFilter(extensionOf(subscription._criteria, backport.filterCriteria)?.valueString ?? '');
}

function isSince({ timestamp }: AnswerChange, { state }: StoredSubscription): boolean {
  const isAfter = (instant: Temporal.Instant) => Temporal.Instant.compare(timestamp, instant) > 0;
  // Of events that were removed there is nothing left to be found by.
  if (state.removed && !isAfter(state.removed)) return false;
  return isAfter(state.started) || timestamp.equals(state.started);
}

/** The sender has the first answer to a `$submit` as its reply; unless the reply failed, and the sweep answered. */
function wasTold({ first }: AnswerChange, { role }: Filter, receipt: Receipt): boolean {
  return first && role === 'sender' && channelOf(receipt) === 'pas-submit' && attemptsOf(receipt) === 0;
}

async function enqueue(client: MedplumClient, given: Due): Promise<void> {
  let due: Due | undefined = given;
  for (let attempt = 1; due; attempt += 1) {
    const added = due.changes.slice(0, eventsAtOnce);
    try {
      await client.executeBatch(additionOf(due.stored, added), { maxRetries: 0 });
      if (added.length === due.changes.length) return;
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure === 'fault') throw cause;
      if (attempt >= attempts) throw new Unavailable(cause);
      await pause(failure === 'fence' ? 'conflict' : failure, Math.min(attempt, 5));
    }
    // After a failure the reply may be what was lost.
    const stored = await findSubscription(client, given.stored.id);
    [due] = stored ? await missingOf(client, [{ stored, changes: given.changes }]) : [];
  }
}

/**
 * Of what is due, that of which there is no event yet. Looked up after the subscriptions were read: whoever adds some of them
 * meanwhile changes the subscription's version.
 */
async function missingOf(client: MedplumClient, due: readonly Due[]): Promise<readonly Due[]> {
  const identities = due.flatMap(({ stored, changes }) =>
    changes.map(({ response }) => identityOf(stored.id, response)),
  );
  const there = new Set<string | undefined>();
  for (let first = 0; first < identities.length; first += identitiesAtOnce) {
    const some = identities.slice(first, first + identitiesAtOnce);
    const found = await findBasics(client, { identifier: some.map((each) => `${eventSystem}|${each}`).join(',') });
    for (const { value } of found.flatMap(({ identifier = [] }) => identifier)) there.add(value);
  }
  return due.flatMap(({ stored, changes }) => {
    const missing = changes.filter(({ response }) => !there.has(identityOf(stored.id, response)));
    return missing.length > 0 ? [{ stored, changes: missing }] : [];
  });
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
