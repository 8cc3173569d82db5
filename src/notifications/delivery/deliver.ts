import type { MedplumClient } from '@medplum/core';
import { markEvent, type StoredEvent } from '../queue/event.ts';
import { channelOf } from '../subscription/channel.ts';
import type { StoredSubscription } from '../subscription/record.ts';
import { changeSubscription } from '../subscription/store.ts';
import { type Attempting, attempt, eventQueue, type Sending } from './attempt.ts';
import { extendLease, type Holder, released, takeLease, writeLease } from './lease.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { nextStep, sinceAsked } from './step.ts';

/** What delivering needs. */
export interface Delivering extends Attempting {
  readonly client: MedplumClient;
  readonly holder: Holder;
  /** Days after which what cannot be delivered is given up. */
  readonly days: number;
  /** Is told before each thing that is sent for a subscription. */
  readonly sending: (id: string) => void;
}

/** When to look at a subscription again. */
export interface Pace {
  /** Absent: when something has happened to it. */
  readonly due?: Temporal.Instant;
  /** The receiver failed, or took its time when it was last asked: it is served beside the others, not among them. */
  readonly slow: boolean;
  /** What failed comes first: nothing else is sent before `due`. */
  readonly failing: boolean;
  /** The subscription as it was last seen; absent: there is none any more. */
  readonly stored?: StoredSubscription;
}

/** A receiver that takes longer gives way to others after each notification. */
const slowFrom = { milliseconds: 2_000 };

const healthy = { slow: false, failing: false } as const;

/**
 * Does what there is to do for one subscription, one thing after the other, until there is nothing, something failed, or
 * the receiver is slow. Whoever else delivers for it at the same time is stopped by the fence, or stops this.
 * @throws Unavailable when the store does not answer
 */
export async function deliver(context: Delivering, given: StoredSubscription): Promise<Pace> {
  const { client, holder, now, signal } = context;
  const taking = await takeLease(client, given.id, holder, now());
  if ('gone' in taking) return { ...healthy, stored: undefined };
  if ('heldUntil' in taking) return { ...healthy, due: taking.heldUntil, stored: given };
  let { lease } = taking;
  let stored = given;
  let isSlow = false;
  const queue = eventQueue(client, given.id);
  for (;;) {
    lease = { ...lease, delivery: sinceAsked(stored, lease.delivery) };
    const step = nextStep(stored, lease.delivery, now());
    if (step.kind === 'wait' || signal.aborted) {
      if (lease.delivery.holder === holder.name) await writeLease(client, lease, released(lease.delivery));
      const failing = lease.delivery.attempts > 0;
      return { due: step.kind === 'wait' ? step.until : undefined, slow: failing || isSlow, failing, stored };
    }
    if (step.kind === 'end' || step.kind === 'recovered') {
      const status = step.kind === 'end' ? endedStatus : { status: 'active' as const };
      stored = (await tell(context, stored, status)) ?? stored;
      continue;
    }
    lease = await extendLease(client, lease, holder, leaseEnd(stored, now()));
    const event = step.kind === 'event' ? await queue(step.number, stored.state.events) : undefined;
    context.sending(stored.id);
    const began = now();
    const sent = await attempt(context, stored, step, event);
    if (signal.aborted) return { ...healthy, stored };
    const { days } = context;
    const random = Math.random();
    const outcome = outcomeOf({ record: stored, delivery: lease.delivery, step, sent, now: now(), days, random });
    if (!sent.ok) logFailure(context, stored, step, outcome, sent.failure);
    stored = await settle(context, stored, outcome, event);
    isSlow = Temporal.Instant.compare(began.add(slowFrom), now()) < 0;
    const isDone = nextStep(stored, outcome.delivery, now()).kind === 'wait';
    lease = await writeLease(client, lease, isDone ? released(outcome.delivery) : outcome.delivery);
    if (isSlow && !isDone) return { due: now(), slow: true, failing: false, stored };
  }
}

const endedStatus = { status: 'off', error: 'The end of the subscription has come.' } as const;

/** Long enough for what is sent now, and for writing down how it went. */
function leaseEnd({ subscription }: StoredSubscription, now: Temporal.Instant): Temporal.Instant {
  return now.add({ seconds: channelOf(subscription).timeout + 30 });
}

/** Before how far it came is written: killed in between, it is done again. */
async function settle(
  context: Delivering,
  stored: StoredSubscription,
  { status, givenUp }: Outcome,
  event: StoredEvent | undefined,
): Promise<StoredSubscription> {
  if (event && event.givenUp !== givenUp) await markEvent(context.client, event, givenUp);
  return status ? ((await tell(context, stored, status)) ?? stored) : stored;
}

/** What the owner asked meanwhile outranks how an earlier attempt went. */
function tell(
  { client, now }: Delivering,
  { id, state: { asked } }: StoredSubscription,
  { status, error }: NonNullable<Outcome['status']>,
): Promise<StoredSubscription | undefined> {
  return changeSubscription(client, id, ({ subscription, state }) =>
    state.asked === asked
      ? {
          subscription: { ...subscription, status, error },
          state: { ...state, version: state.version + 1, changed: now() },
        }
      : {},
  );
}

function logFailure(
  { log }: Delivering,
  { id }: StoredSubscription,
  step: Sending,
  { delivery, givenUp }: Outcome,
  failure: string,
): void {
  log({
    level: 'warn',
    message: givenUp === undefined ? 'a notification was not accepted' : 'a notification was given up',
    subscription: id,
    kind: step.kind,
    ...(step.kind === 'event' ? { event: step.number } : {}),
    attempts: delivery.attempts,
    failure,
  });
}
