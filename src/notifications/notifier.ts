import type { MedplumClient } from '@medplum/core';
import { failureOf, Unavailable } from '../intake/retries.ts';
import type { StoreLog } from '../store/index.ts';
import { answerBundles } from './bundle/answerBundles.ts';
import type { Reach } from './channel/endpoint.ts';
import { createSender, type Sender } from './channel/send.ts';
import { type Delivering, deliver } from './delivery/deliver.ts';
import { Slots } from './delivery/slots.ts';
import { instantText } from './parts.ts';
import { type CatchUp, catchUp } from './queue/catchUp.ts';
import type { StoredSubscription } from './subscription/record.ts';
import { allSubscriptions, subscriptionsSince } from './subscription/store.ts';

export interface NotifierOptions {
  readonly client: MedplumClient;
  /** `embedded`: nobody else delivers from this store, and bots tell of changes. `medplum`: neither is certain. */
  readonly store: 'embedded' | 'medplum';
  readonly reach: Reach;
  /** Days after which what cannot be delivered is given up. */
  readonly days: number;
  readonly log: StoreLog;
  readonly now?: () => Temporal.Instant;
  /** In place of one that sends over the network. */
  readonly sender?: Sender;
}

export interface Notifier {
  /** Begins nothing more. What is under way is cut off; it is sent again later, under the same number. */
  stop(): Promise<void>;
}

const seconds = (count: number) => Temporal.Duration.from({ seconds: count });

/** Milliseconds between looks; and how long after its `lastUpdated` a write may come to be seen. */
const paces = {
  // Instants are strictly increasing in the order of commits.
  embedded: { look: 50, lookOverlap: seconds(0), catchUp: 30_000, catchUpOverlap: seconds(5), reload: 600_000 },
  // A transaction's instant is assigned before it is committed.
  medplum: { look: 1_000, lookOverlap: seconds(10), catchUp: 3_000, catchUpOverlap: seconds(60), reload: 300_000 },
} as const;

/** Milliseconds after which what the store did not do is tried again. */
const retryAfter = 2_000;

/** Delivers notifications until it is stopped. Any number of instances may do so on one Medplum server. */
export function startNotifier(options: NotifierOptions): Notifier {
  const { client, store, reach, days, log, now = () => Temporal.Now.instant() } = options;
  const pace = paces[store];
  const stopping = new AbortController();
  const sender = options.sender ?? createSender(reach);
  const slots = new Slots();
  const context: Delivering = {
    client,
    sender,
    answers: answerBundles(client),
    holder: { name: crypto.randomUUID(), alone: store === 'embedded', found: new Map() },
    days,
    now,
    log,
    signal: stopping.signal,
    sending: (id) => slots.sending(id, now().epochMilliseconds),
  };
  const running = new Set<Promise<void>>();
  const background = (work: Promise<void>) => {
    const tracked: Promise<void> = work.finally(() => running.delete(tracked));
    running.add(tracked);
  };
  const serve = async (stored: StoredSubscription) => {
    const done = await deliver(context, stored).catch((error: unknown) => {
      logFault(log, 'notifications of a subscription wait', error, stored.id);
      return undefined;
    });
    slots.ended(stored.id, done, now().epochMilliseconds + retryAfter);
    begin();
  };
  const begin = () => {
    if (stopping.signal.aborted) return;
    for (const stored of slots.begin(now().epochMilliseconds)) background(serve(stored));
  };

  let seen: Temporal.Instant | undefined;
  let loaded = 0;
  const look = async () => {
    const isReload = seen === undefined || performance.now() - loaded > pace.reload;
    const found =
      isReload || seen === undefined
        ? await allSubscriptions(client)
        : await subscriptionsSince(client, instantText(seen.subtract(pace.lookOverlap)));
    const at = now().epochMilliseconds;
    for (const stored of found) slots.update(stored, at);
    if (isReload) {
      slots.keep(new Set(found.map(({ id }) => id)));
      loaded = performance.now();
    }
    seen = newest(found, seen);
  };
  const repeated: CatchUp = { client, overlap: pace.catchUpOverlap, examined: new Set() };
  background(
    repeat(
      pace.look,
      stopping.signal,
      async () => {
        try {
          await look();
        } finally {
          begin();
        }
      },
      (error) => logFault(log, 'subscriptions cannot be read', error),
    ),
  );
  background(
    repeat(
      pace.catchUp,
      stopping.signal,
      () => catchUp(repeated),
      (error) => logFault(log, 'answers are not all looked at', error),
    ),
  );
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      sender.close();
    },
  };
}

/** Does it at once and then after each pause, until told to stop; a failure is reported and waited out. */
async function repeat(
  milliseconds: number,
  signal: AbortSignal,
  work: () => Promise<void>,
  report: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    const failed = await work().then(
      () => false,
      (error: unknown) => {
        report(error);
        return true;
      },
    );
    await sleep(failed ? Math.max(milliseconds, retryAfter) : milliseconds, signal);
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}

function newest(
  found: readonly StoredSubscription[],
  seen: Temporal.Instant | undefined,
): Temporal.Instant | undefined {
  const instants = found
    .flatMap(({ basic }) => basic.meta?.lastUpdated ?? [])
    .map((text) => Temporal.Instant.from(text));
  return [...instants, ...(seen ? [seen] : [])].toSorted(Temporal.Instant.compare).at(-1);
}

/** The kind of the failure only: messages may quote resources. Losing against another instance is no failure. */
function logFault(log: StoreLog, message: string, error: unknown, subscription?: string): void {
  const failure = error instanceof Unavailable ? 'unavailable' : failureOf(error);
  if (failure === 'fence') return;
  const name = error instanceof Error ? error.name : typeof error;
  log({ level: 'warn', message, failure, error: name, ...(subscription === undefined ? {} : { subscription }) });
}
