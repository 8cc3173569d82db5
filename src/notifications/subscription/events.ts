import type { MedplumClient } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import { failureOf, pause, Unavailable, withRetries } from '../../intake/retries.ts';
import { putFenced } from '../basic.ts';
import type { AnswerBundles } from '../bundle/answerBundles.ts';
import { notificationBundle } from '../bundle/notificationBundle.ts';
import { statusParameters } from '../bundle/statusParameters.ts';
import { readDelivery, withDelivery, withoutFailure } from '../delivery/state.ts';
import { findDeadLetters, findEvents, type StoredEvent } from '../queue/event.ts';
import type { SubscriptionRecord } from './record.ts';
import { changeSubscription, findDelivery } from './store.ts';

/** Events that one answer of `$events` holds. */
export const eventsAtOnce = 50;

/** What of the answers `$events` is to hold. @see Subscriptions R5 Backport 1.1.0, payload content */
export type EventContent = 'full-resource' | 'id-only' | 'empty';

/** `$status`: how each subscription stands, with what could not be delivered. */
export async function statusBundle(client: MedplumClient, records: readonly SubscriptionRecord[]): Promise<Bundle> {
  const entry = await Promise.all(
    records.map(async (record) => {
      const given = await findDeadLetters(client, record.id);
      const status = statusParameters(record, 'query-status', [], errorsOf(record, given));
      return { fullUrl: `urn:uuid:${status.id}`, resource: status, search: { mode: 'match' as const } };
    }),
  );
  return { resourceType: 'Bundle', type: 'searchset', total: entry.length, entry };
}

export interface EventsQuery {
  /** Numbers, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly content: EventContent;
}

/** `$events`: the first of the events asked for, with the answers as they were or are sent. */
export async function eventsBundle(
  client: MedplumClient,
  record: SubscriptionRecord,
  { from, to, content }: EventsQuery,
  answers: AnswerBundles,
  now: Temporal.Instant,
): Promise<Bundle> {
  const { events: newest, held } = record.state;
  const first = Math.max(from, held);
  const events = await findEvents(client, record.id, first, Math.min(to, newest, first + eventsAtOnce - 1));
  const filled = await Promise.all(
    events.map(async (event) => ({
      event,
      ...(content === 'full-resource'
        ? { answer: await withRetries(() => answers(event.response, record.state.base)) }
        : {}),
    })),
  );
  const lost = events.filter(({ givenUp }) => givenUp !== undefined);
  const errors = [...goneIn(record, from, to), ...errorsOf(record, lost)];
  return notificationBundle(record, 'query-event', now, filled, errors);
}

/** What was asked for and is not kept any more. */
function goneIn({ state: { held } }: SubscriptionRecord, from: number, to: number): readonly string[] {
  const last = Math.min(to, held - 1);
  if (last < from) return [];
  const which = from === last ? `Event ${from} is` : `Events ${from} to ${last} are`;
  return [`${which} no longer held; the first that is held is ${held}. ${elsewhere}`];
}

const elsewhere = 'The answers themselves are in the feed of ClaimResponse.';

function errorsOf({ subscription }: SubscriptionRecord, givenUp: readonly StoredEvent[]): readonly string[] {
  return [
    ...(subscription.error === undefined ? [] : [subscription.error]),
    ...givenUp.map((event) => `Event ${event.number} was not delivered. ${event.givenUp}`),
  ];
}

export type Resent =
  | { readonly ok: true; readonly from: number }
  | { readonly ok: false; readonly status: 404 | 422; readonly text: string };

/**
 * `$resend`: delivers the events from a number on once more, in order and under their numbers.
 * @param from - absent: the first event that was given up
 * @throws Unavailable when the store does not answer
 */
export async function resendEvents(
  client: MedplumClient,
  { id, state }: SubscriptionRecord,
  from: number | undefined,
  now: Temporal.Instant,
): Promise<Resent> {
  const first = from ?? (await findDeadLetters(client, id))[0]?.number;
  if (first === undefined) {
    return { ok: false, status: 422, text: 'No event was given up. Say with eventsSinceNumber from which on to send.' };
  }
  if (first > state.events) return { ok: false, status: 422, text: `There are ${state.events} events so far.` };
  if (first < state.held) return noLongerHeld(first, state.held);
  for (let attempt = 1; ; attempt += 1) {
    const basic = await findDelivery(client, id);
    if (!basic) return { ok: false, status: 404, text: 'You have no subscription with this id.' };
    const delivery = { ...withoutFailure(readDelivery(basic)), settled: first - 1 };
    try {
      await putFenced(client, withDelivery(basic, delivery));
      break;
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure === 'fault') throw cause;
      if (attempt >= 20) throw new Unavailable(cause);
      await pause(failure === 'fence' ? 'conflict' : failure, Math.min(attempt, 5));
    }
  }
  // Those who deliver look at what has changed.
  const changed = await changeSubscription(client, id, ({ state: current }) => ({
    state: { ...current, version: current.version + 1, changed: now },
  }));
  const held = changed?.state.held ?? 1;
  return first < held ? noLongerHeld(first, held) : { ok: true, from: first };
}

function noLongerHeld(number: number, held: number): Resent {
  return {
    ok: false,
    status: 422,
    text: `Event ${number} is no longer held; the first that is held is ${held}. ${elsewhere}`,
  };
}
