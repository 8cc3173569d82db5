import type { MedplumClient } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import { failureOf, withRetries } from '../../intake/retries.ts';
import type { StoreLog } from '../../store/index.ts';
import type { AnswerBundles } from '../bundle/answerBundles.ts';
import { notificationBundle } from '../bundle/notificationBundle.ts';
import type { Sender, Sent } from '../channel/send.ts';
import { findEvents, type StoredEvent } from '../queue/event.ts';
import { channelOf } from '../subscription/channel.ts';
import type { StoredSubscription } from '../subscription/record.ts';
import type { Step } from './step.ts';

/** What sending needs. */
export interface Attempting {
  readonly sender: Sender;
  readonly answers: AnswerBundles;
  readonly now: () => Temporal.Instant;
  readonly log: StoreLog;
  /** Aborted: nothing more is begun, and what is under way is not waited for. */
  readonly signal: AbortSignal;
}

export type Sending = Extract<Step, { readonly kind: 'handshake' | 'event' | 'heartbeat' }>;

/** Events of a backlog that are read at once. */
const eventsRead = 20;

/** Events by number, of a backlog so many at a time. */
export function eventQueue(
  client: MedplumClient,
  subscription: string,
): (number: number, newest: number) => Promise<StoredEvent | undefined> {
  let read: readonly StoredEvent[] = [];
  return async (number, newest) => {
    const isThere = (event: StoredEvent) => event.number === number;
    if (!read.some(isThere))
      read = await findEvents(client, subscription, number, Math.min(newest, number + eventsRead - 1));
    return read.find(isThere);
  };
}

/** Sends what is to be sent next, once. */
export async function attempt(
  context: Attempting,
  stored: StoredSubscription,
  step: Sending,
  event: StoredEvent | undefined,
): Promise<Sent> {
  const { sender, signal } = context;
  const { heartbeat: _heartbeat, timeout, ...channel } = channelOf(stored.subscription);
  const bundle = await composed(context, stored, step, event);
  if (bundle === undefined) return { ok: false, failure: 'The notification cannot be composed.' };
  const body = JSON.stringify(bundle);
  return sender.send({ ...channel, body, milliseconds: timeout * 1_000, signal });
}

async function composed(
  { answers, now, log }: Attempting,
  stored: StoredSubscription,
  step: Sending,
  event: StoredEvent | undefined,
): Promise<Bundle | undefined> {
  if (step.kind !== 'event') return notificationBundle(stored, step.kind, now());
  if (!event) return undefined;
  try {
    const answer = await withRetries(() => answers(event.response, stored.state.base));
    return notificationBundle(stored, 'event-notification', now(), [{ event, answer }]);
  } catch (error) {
    if (failureOf(error) !== 'fault') throw error;
    log({ level: 'error', message: 'a notification cannot be composed', subscription: stored.id, event: event.number });
    return undefined;
  }
}
