import type { MedplumClient } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import { failureOf, withRetries } from '../../intake/retries.ts';
import { codeToken, findBasics, hasCode, putFenced, type StoredBasic } from '../basic.ts';
import { subscriptionSystem } from '../codes.ts';
import { readDelivery } from '../delivery/state.ts';
import { inParallel } from '../inParallel.ts';
import { instantText } from '../parts.ts';
import { type StoredSubscription, withChanges } from '../subscription/record.ts';
import { findDelivery, findSubscription } from '../subscription/store.ts';
import { caughtUpTo } from './catchUp.ts';
import { findOldEvents, hasEvents, type StoredEvent } from './event.ts';

/** What removing old events needs. */
export interface Removing {
  readonly client: MedplumClient;
  /** Days for which an event that was delivered or given up is kept. */
  readonly days: number;
  readonly now: Temporal.Instant;
}

/** Events of one subscription that go at once, and those that one batch removes. */
const mostAtOnce = 500;
const deletesAtOnce = 40;
/** Subscriptions that are looked at at the same time. */
const atOnce = 4;

/**
 * Removes events that were delivered or given up, and then stored for so many days; of deleted subscriptions all of that age.
 * Each subscription has its minute of the hour, so one run looks at a sixtieth of them, and takes at most 500 events of each.
 * @returns how many went
 * @throws Unavailable when the store does not answer; run again, it goes on where it stopped
 */
export async function removeOldEvents({ client, days, now }: Removing): Promise<number> {
  const before = instantText(now.subtract({ hours: 24 * days }));
  const through = await caughtUpTo(client);
  const minute = Math.floor(now.epochMilliseconds / 60_000) % 60;
  const deliveries = await findBasics(client, { code: codeToken('delivery', 'ended') });
  let removed = 0;
  await inParallel(
    deliveries.filter((delivery) => minuteOf(delivery) === minute),
    atOnce,
    async (delivery) => {
      removed += await removeOf(client, delivery, before, through);
    },
  );
  return removed;
}

/** Subscriptions have random ids, so their minutes differ. */
function minuteOf(delivery: StoredBasic): number {
  return Number.parseInt(subscriptionOf(delivery).slice(0, 8), 16) % 60;
}

function subscriptionOf({ identifier = [] }: StoredBasic): string {
  return identifier.find(({ system }) => system === subscriptionSystem)?.value ?? '';
}

/** @param through - of what came to be up to then, no event is still to be made */
async function removeOf(
  client: MedplumClient,
  listed: StoredBasic,
  before: string,
  through: Temporal.Instant | undefined,
): Promise<number> {
  const id = subscriptionOf(listed);
  // Read before the delivery is: who sends something again writes the delivery first and the subscription after it.
  const stored = await findSubscription(client, id);
  const old = await findOldEvents(client, id, before, mostAtOnce);
  if (!stored) return removeOfDeleted(client, listed, old);
  const delivery = await findDelivery(client, id);
  if (!delivery) return 0;
  const isSure = ({ timestamp }: StoredEvent) => through && Temporal.Instant.compare(timestamp, through) <= 0;
  const numbers = old.filter(isSure).map(({ number }) => number);
  const held = firstHeld(stored.state.held, readDelivery(delivery).settled, numbers);
  const going = old.filter(({ number }) => number < held);
  // Told before it is done: a run that dies in the middle leaves what the next one takes.
  if (held > stored.state.held && !(await tellHeld(client, stored, held, going))) return 0;
  return remove(client, going);
}

/** The first number that stays. What is old and settled goes from the lowest number on, without a gap. */
export function firstHeld(held: number, settled: number, old: readonly number[]): number {
  const numbers = new Set(old);
  let first = held;
  while (first <= settled && numbers.has(first)) first += 1;
  return first;
}

/** False: the subscription was written meanwhile; it has its turn again in an hour. */
async function tellHeld(
  client: MedplumClient,
  stored: StoredSubscription,
  held: number,
  going: readonly StoredEvent[],
): Promise<boolean> {
  const { state } = stored;
  const instants = [...(state.removed ? [state.removed] : []), ...going.map(({ timestamp }) => timestamp)];
  const removed = instants.toSorted(Temporal.Instant.compare).at(-1);
  try {
    await putFenced(client, withChanges(stored, { state: { ...state, held, removed } }));
    return true;
  } catch (error) {
    if (failureOf(error) === 'fence') return false;
    throw error;
  }
}

async function removeOfDeleted(
  client: MedplumClient,
  delivery: StoredBasic,
  old: readonly StoredEvent[],
): Promise<number> {
  const removed = await remove(client, old);
  const isLast = hasCode(delivery, 'ended') && !(await hasEvents(client, subscriptionOf(delivery)));
  if (isLast) await withRetries(() => client.deleteResource('Basic', delivery.id));
  return removed;
}

/** From the lowest number on. */
async function remove(client: MedplumClient, events: readonly StoredEvent[]): Promise<number> {
  for (let first = 0; first < events.length; first += deletesAtOnce) {
    const some = events.slice(first, first + deletesAtOnce);
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: some.map(({ basic }) => ({ request: { method: 'DELETE', url: `Basic/${basic.id}` } })),
    };
    await withRetries(() => client.executeBatch(bundle, { maxRetries: 0 }));
  }
  return events.length;
}
