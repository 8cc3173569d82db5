import type { MedplumClient } from '@medplum/core';
import { hasCode, putFenced, readBasic, type StoredBasic } from '../basic.ts';
import { findDelivery } from '../subscription/store.ts';
import { type DeliveryState, readDelivery, withDelivery } from './state.ts';

/** One instance of the service. */
export interface Holder {
  readonly name: string;
  /** Nobody else delivers from this store: the instance need not tell others to keep away. */
  readonly alone: boolean;
  /** Where the deliveries of subscriptions were found: ids of their Basics, which stay the same. */
  readonly found: Map<string, string>;
}

/** The right to deliver for one subscription: every step is written on the version that the last one left. */
export interface Lease {
  readonly basic: StoredBasic;
  readonly delivery: DeliveryState;
}

export type Taking =
  | { readonly lease: Lease }
  /** Another instance delivers. */
  | { readonly heldUntil: Temporal.Instant }
  /** There is no such subscription any more. */
  | { readonly gone: true };

/** Clocks of two machines may differ by this much. */
const skew = { seconds: 10 };

/** Reads how far the delivery has come, unless another instance is at it. Nothing is written yet. */
export async function takeLease(
  client: MedplumClient,
  subscription: string,
  holder: Holder,
  now: Temporal.Instant,
): Promise<Taking> {
  const known = holder.found.get(subscription);
  const basic = known === undefined ? await findDelivery(client, subscription) : await readBasic(client, known);
  if (!basic || !hasCode(basic, 'delivery')) {
    holder.found.delete(subscription);
    return { gone: true };
  }
  holder.found.set(subscription, basic.id);
  const delivery = readDelivery(basic);
  const free = delivery.until?.add(skew);
  const isFree = holder.alone || delivery.holder === holder.name || !free || Temporal.Instant.compare(free, now) <= 0;
  return isFree ? { lease: { basic, delivery } } : { heldUntil: free };
}

/**
 * Tells other instances to keep away until then.
 * @throws OperationOutcomeError 412 when another was faster
 */
export async function extendLease(
  client: MedplumClient,
  lease: Lease,
  holder: Holder,
  until: Temporal.Instant,
): Promise<Lease> {
  if (holder.alone) return lease;
  return writeLease(client, lease, { ...lease.delivery, holder: holder.name, until });
}

/** @throws OperationOutcomeError 412 when another instance has taken over, 410 when the subscription was deleted */
export async function writeLease(client: MedplumClient, lease: Lease, delivery: DeliveryState): Promise<Lease> {
  return { basic: await putFenced(client, withDelivery(lease.basic, delivery)), delivery };
}

/** Lets others have it. */
export function released(delivery: DeliveryState): DeliveryState {
  return { ...delivery, holder: undefined, until: undefined };
}
