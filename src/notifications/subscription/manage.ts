import type { MedplumClient } from '@medplum/core';
import type { Subscription } from '@medplum/fhirtypes';
import type { Issue } from '../../pas/request/issues.ts';
import type { Reach } from '../channel/endpoint.ts';
import { readSubscription } from './readSubscription.ts';
import type { PasSubscription, StoredSubscription, SubscriptionRecord } from './record.ts';
import {
  allSubscriptions,
  changeSubscription,
  findSubscription,
  removeSubscription,
  storeSubscription,
} from './store.ts';

/** What managing subscriptions needs. */
export interface Managing {
  readonly client: MedplumClient;
  readonly now: () => Temporal.Instant;
  readonly reach: Reach;
}

/** Who asks, and for what. A subscription of somebody else is not there. */
export interface Asked {
  /** Client id. */
  readonly owner: string;
  readonly body: Uint8Array;
  /** Absolute FHIR base of the request. */
  readonly base: string;
}

export type Managed =
  | { readonly ok: true; readonly record: SubscriptionRecord }
  | { readonly ok: false; readonly status: number; readonly issues: readonly Issue[] };

const onCreate: readonly Subscription['status'][] = ['requested'];
const onUpdate: readonly Subscription['status'][] = ['requested', 'off'];

/** Creates a subscription with status requested; the handshake follows. @throws Unavailable when the store does not answer */
export async function createSubscription({ client, now, reach }: Managing, asked: Asked): Promise<Managed> {
  const reading = await readSubscription(asked.body, reach, onCreate);
  if (!reading.ok) return reading;
  const { owner, base } = asked;
  const started = now();
  const record: SubscriptionRecord = {
    id: crypto.randomUUID(),
    subscription: reading.subscription,
    state: { owner, base, started, version: 1, changed: started, asked: 1, events: 0, held: 1 },
  };
  await storeSubscription(client, record);
  return { ok: true, record };
}

/**
 * Replaces what the owner said; events and their numbers go on. Status requested: after another handshake notifications go
 * on where they stopped; so too with the status in which it stands. Status off: they stop, and events are kept.
 * @param ifMatch - the version the owner looked at; absent: whichever stands
 */
export async function updateSubscription(
  { client, now, reach }: Managing,
  id: string,
  { owner, body, base }: Asked,
  ifMatch?: string,
): Promise<Managed> {
  const standing = await ownSubscription(client, owner, id);
  if (!standing) return notThere;
  // What was read may be sent back: a status that is for the service to say stands for the wish that it be so.
  const reading = await readSubscription(body, reach, [...new Set([...onUpdate, standing.subscription.status])]);
  if (!reading.ok) return reading;
  const status = reading.subscription.status === 'off' ? 'off' : 'requested';
  const subscription: PasSubscription = { ...reading.subscription, status };
  let isStale = false;
  const changed = await changeSubscription(client, id, ({ state }) => {
    isStale = ifMatch !== undefined && ifMatch !== String(state.version);
    const version = state.version + 1;
    return isStale ? undefined : { subscription, state: { ...state, base, version, changed: now(), asked: version } };
  });
  if (isStale) return stale;
  return changed ? { ok: true, record: changed } : notThere;
}

/** @returns undefined: it is deleted, or was not there */
export async function deleteSubscription(
  { client }: Managing,
  id: string,
  owner: string,
  ifMatch?: string,
): Promise<Extract<Managed, { ok: false }> | undefined> {
  const standing = await ownSubscription(client, owner, id);
  if (!standing) return notThere;
  if (ifMatch !== undefined && ifMatch !== String(standing.state.version)) return stale;
  await removeSubscription(client, standing);
  return undefined;
}

/** The owner's subscription with this id. */
export async function ownSubscription(
  client: MedplumClient,
  owner: string,
  id: string,
): Promise<StoredSubscription | undefined> {
  if (!/^[A-Za-z0-9.-]{1,64}$/.test(id)) return undefined;
  const stored = await findSubscription(client, id);
  return stored?.state.owner === owner ? stored : undefined;
}

/** The owner's subscriptions, oldest first. */
export async function ownSubscriptions(client: MedplumClient, owner: string): Promise<readonly StoredSubscription[]> {
  const all = await allSubscriptions(client);
  return all
    .filter(({ state }) => state.owner === owner)
    .toSorted((a, b) => Temporal.Instant.compare(a.state.started, b.state.started));
}

const notThere: Managed & { ok: false } = {
  ok: false,
  status: 404,
  issues: [{ code: 'not-found', expression: 'Subscription.id', text: 'You have no subscription with this id.' }],
};

const stale: Managed & { ok: false } = {
  ok: false,
  status: 412,
  issues: [
    {
      code: 'conflict',
      expression: 'Subscription.meta.versionId',
      text: 'The Subscription has changed since. Read it again, and update what it now says.',
    },
  ],
};
