import type { Sent } from '../channel/send.ts';
import type { SubscriptionRecord } from '../subscription/record.ts';
import { backoff } from './backoff.ts';
import { type DeliveryState, withoutFailure } from './state.ts';
import type { Step } from './step.ts';

/** What sending something changes. */
export interface Outcome {
  readonly delivery: DeliveryState;
  /** What the subscription says from now on, where that changes. */
  readonly status?: { readonly status: 'active' | 'error' | 'off'; readonly error?: string };
  /** The event is given up, for this reason. */
  readonly givenUp?: string;
}

export interface OutcomeInput {
  readonly record: SubscriptionRecord;
  readonly delivery: DeliveryState;
  readonly step: Extract<Step, { readonly kind: 'handshake' | 'event' | 'heartbeat' }>;
  readonly sent: Sent;
  readonly now: Temporal.Instant;
  /** Days after which what cannot be delivered is given up. */
  readonly days: number;
  /** From 0 up to, but not including, 1. */
  readonly random: number;
}

/** Failures in a row after which the subscription says that it is in error. */
const failuresToTell = 3;

/** Pure. Success goes on; a failure is repeated for so many days, then the event is given up and the subscription is off. */
export function outcomeOf(input: OutcomeInput): Outcome {
  return input.sent.ok ? succeeded(input) : failed(input, input.sent);
}

function succeeded({ record, delivery, step, now }: OutcomeInput): Outcome {
  const { subscription, state } = record;
  const progress = {
    ...(step.kind === 'handshake' ? { confirmed: state.asked } : {}),
    ...(step.kind === 'event' ? { settled: step.number } : {}),
  };
  return {
    delivery: { ...withoutFailure(delivery), ...progress, lastSent: now },
    ...(subscription.status === 'active' ? {} : { status: { status: 'active' } }),
  };
}

function failed(input: OutcomeInput, { failure, retryAfter }: Extract<Sent, { ok: false }>): Outcome {
  const { record, delivery, step, now, days, random } = input;
  const attempts = delivery.attempts + 1;
  const failingSince = delivery.failingSince ?? now;
  const since = failingSince.toString({ smallestUnit: 'second' });
  if (Temporal.Instant.compare(now, failingSince.add({ hours: 24 * days })) > 0) {
    const error = `${failure} Nothing could be delivered since ${since}, in ${attempts} attempts.`;
    const settled = step.kind === 'event' ? { settled: step.number } : {};
    const onward = 'Notifications are off. Update the subscription with status requested to go on.';
    return {
      delivery: { ...withoutFailure(delivery), ...settled },
      status: { status: 'off', error: `${error} ${onward}` },
      ...(step.kind === 'event' ? { givenUp: error } : {}),
    };
  }
  const next = now.add({ milliseconds: backoff(attempts, random, retryAfter) });
  const told = record.subscription.status === 'error' || attempts < failuresToTell;
  return {
    delivery: { ...delivery, attempts, failingSince, next, failure },
    ...(told ? {} : { status: { status: 'error', error: `${failure} Failing since ${since}; it is tried again.` } }),
  };
}
