import { channelOf } from '../subscription/channel.ts';
import type { SubscriptionRecord } from '../subscription/record.ts';
import { type DeliveryState, withoutFailure } from './state.ts';

/** What is to be done for a subscription next. */
export type Step =
  | { readonly kind: 'handshake' }
  | { readonly kind: 'event'; readonly number: number }
  | { readonly kind: 'heartbeat' }
  /** Its time has come: it is turned off. */
  | { readonly kind: 'end' }
  /** Something failed before, and works again or was taken back: the subscription is to say so. */
  | { readonly kind: 'recovered' }
  /** Nothing; `until`: before this instant, absent: before something happens. */
  | { readonly kind: 'wait'; readonly until?: Temporal.Instant };

/** Pure. Exactly one thing at a time, in order: the handshake, then events by number, then the heartbeat. */
export function nextStep(record: SubscriptionRecord, delivery: DeliveryState, now: Temporal.Instant): Step {
  const { subscription, state } = record;
  if (subscription.status === 'off') return { kind: 'wait' };
  const end = endOf(record);
  if (end && isReached(end, now)) return { kind: 'end' };
  if (delivery.next && !isReached(delivery.next, now)) return waitUntil(delivery.next, end);
  if (delivery.confirmed < state.asked) return { kind: 'handshake' };
  if (delivery.attempts === 0 && subscription.status !== 'active') return { kind: 'recovered' };
  // What is no longer kept cannot be sent again.
  const number = Math.max(delivery.settled + 1, state.held);
  if (number <= state.events) return { kind: 'event', number };
  const { heartbeat } = channelOf(subscription);
  if (heartbeat === undefined) return waitUntil(end);
  const due = (delivery.lastSent ?? state.changed).add({ seconds: heartbeat });
  return isReached(due, now) ? { kind: 'heartbeat' } : waitUntil(due, end);
}

/** The state as it stands for what the owner asked last: failures from before that are no reason to wait. */
export function sinceAsked({ subscription, state }: SubscriptionRecord, delivery: DeliveryState): DeliveryState {
  const { failingSince } = delivery;
  const isOld = failingSince !== undefined && Temporal.Instant.compare(failingSince, state.changed) < 0;
  return subscription.status === 'requested' && isOld ? withoutFailure(delivery) : delivery;
}

/** An end that lay in the past when the subscription was asked for is no end: the IG's own test kit sends one. */
function endOf({ subscription, state }: SubscriptionRecord): Temporal.Instant | undefined {
  if (subscription.end === undefined) return undefined;
  const end = Temporal.Instant.from(subscription.end);
  return Temporal.Instant.compare(end, state.started) > 0 ? end : undefined;
}

function isReached(instant: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(instant, now) <= 0;
}

function waitUntil(...instants: readonly (Temporal.Instant | undefined)[]): Step {
  const [until] = instants.filter((instant) => instant !== undefined).toSorted(Temporal.Instant.compare);
  return until === undefined ? { kind: 'wait' } : { kind: 'wait', until };
}
