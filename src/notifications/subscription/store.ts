import type { MedplumClient } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import { failureOf, pause, Unavailable, withRetries } from '../../intake/retries.ts';
import { codeToken, findBasic, findBasics, postEntry, putFenced, type StoredBasic } from '../basic.ts';
import { subscriptionSystem } from '../codes.ts';
import { deliveryBasic, endedDelivery, newDelivery } from '../delivery/state.ts';
import {
  readRecord,
  type StoredSubscription,
  type SubscriptionRecord,
  subscriptionBasic,
  withChanges,
} from './record.ts';

/** Runs that meet others at the same subscription look again, this often. */
const attempts = 20;

/** Every subscription. @throws Unavailable when the store does not answer */
export async function allSubscriptions(client: MedplumClient): Promise<readonly StoredSubscription[]> {
  return (await findBasics(client, { code: codeToken('subscription') })).map(readRecord);
}

/** Those written at or after an instant of the store's clock, and its newest instant among them. */
export async function subscriptionsSince(client: MedplumClient, since: string): Promise<readonly StoredSubscription[]> {
  return (await findBasics(client, { code: codeToken('subscription'), _lastUpdated: `ge${since}` })).map(readRecord);
}

/** The subscription as it now stands; undefined when there is none, or no more. */
export async function findSubscription(client: MedplumClient, id: string): Promise<StoredSubscription | undefined> {
  const basic = await findBasic(client, belonging(id, 'subscription'));
  return basic && readRecord(basic);
}

/** How far its notifications have come. */
export function findDelivery(client: MedplumClient, id: string): Promise<StoredBasic | undefined> {
  return findBasic(client, belonging(id, 'delivery'));
}

/** @throws Unavailable when the store does not answer; then the subscription may exist */
export async function storeSubscription(client: MedplumClient, record: SubscriptionRecord): Promise<void> {
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [postEntry(subscriptionBasic(record)), postEntry(deliveryBasic(record.id, newDelivery))],
  };
  await withRetries(async () => {
    // A reply may have been lost.
    if (await findSubscription(client, record.id)) return;
    await client.executeBatch(bundle, { maxRetries: 0 });
  });
}

/**
 * Changes a subscription as it now stands, whoever writes it at the same time.
 * @param change - undefined: nothing is to be changed
 * @returns what was stored; undefined when nothing was to be changed, or there is no such subscription any more
 * @throws Unavailable when the store does not answer
 */
export async function changeSubscription(
  client: MedplumClient,
  id: string,
  change: (stored: StoredSubscription) => Partial<Pick<SubscriptionRecord, 'subscription' | 'state'>> | undefined,
): Promise<StoredSubscription | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const stored = await findSubscription(client, id);
    const changes = stored && change(stored);
    if (!stored || !changes) return undefined;
    try {
      return readRecord(await putFenced(client, withChanges(stored, changes)));
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure === 'fault') throw cause;
      if (attempt >= attempts) throw new Unavailable(cause);
      await pause(failure === 'fence' ? 'conflict' : failure, Math.min(attempt, 5));
    }
  }
}

/** Deletes the subscription. Its events stay on record for their time; by what is left of its delivery they are found then. */
export async function removeSubscription(client: MedplumClient, { id, basic }: StoredSubscription): Promise<void> {
  const delivery = await findDelivery(client, id);
  await withRetries(() => client.deleteResource('Basic', basic.id));
  // Whoever delivers is stopped by the fence.
  if (delivery) await withRetries(() => client.updateResource(endedDelivery(delivery)));
}

function belonging(id: string, code: 'subscription' | 'delivery'): Readonly<Record<string, string>> {
  return { identifier: `${subscriptionSystem}|${id}`, code: codeToken(code) };
}
