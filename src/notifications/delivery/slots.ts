import type { StoredSubscription } from '../subscription/record.ts';
import type { Pace } from './deliver.ts';

interface Slot {
  stored: StoredSubscription;
  /** Epoch milliseconds; undefined: when something has happened. */
  due: number | undefined;
  slow: boolean;
  /** What failed is waited for, whatever happens meanwhile. */
  failing: boolean;
  /** Epoch milliseconds at which the last thing was begun; undefined: nothing is under way. */
  running: number | undefined;
}

/** How many subscriptions are served at once: those whose receivers answer, and beside them those whose do not. */
const healthyAtOnce = 200;
const slowAtOnce = 50;
/** What has taken so many milliseconds takes no place of the others any more: nobody is known to be slow at first. */
const patience = 2_000;
/** However many are slow for the first time. */
const mostAtOnce = 1_000;

/** One slot a subscription: at most one thing is under way for each. Who fails or is slow takes no place of the others. */
export class Slots {
  readonly #slots = new Map<string, Slot>();

  /** The subscription has been written, or was seen for the first time: it is to be looked at now. */
  update(stored: StoredSubscription, now: number): void {
    const slot = this.#slots.get(stored.id);
    if (!slot) {
      this.#slots.set(stored.id, { stored, due: now, slow: false, failing: false, running: undefined });
      return;
    }
    if (versionOf(slot.stored) === versionOf(stored)) return;
    const asked = slot.stored.state.asked !== stored.state.asked;
    slot.stored = stored;
    // Who has failed is waited for, new events or not; unless the owner asks anew.
    if (!slot.failing || asked || slot.due === undefined) slot.due = now;
  }

  /** Only these are there; the others were deleted. */
  keep(ids: ReadonlySet<string>): void {
    for (const [id, { running }] of this.#slots) if (running === undefined && !ids.has(id)) this.#slots.delete(id);
  }

  /** Those that may begin now. They count as running until `ended`. */
  begin(now: number): readonly StoredSubscription[] {
    const all = [...this.#slots.values()];
    const due = all.filter((slot) => slot.running === undefined && slot.due !== undefined && slot.due <= now);
    if (due.length === 0) return [];
    const running = all.filter((slot) => slot.running !== undefined);
    const recent = running.filter((slot) => !slot.slow && (slot.running ?? 0) > now - patience);
    const free = {
      healthy: Math.min(healthyAtOnce - recent.length, mostAtOnce - running.length),
      slow: slowAtOnce - running.filter(({ slow }) => slow).length,
    };
    const begun = [false, true].flatMap((slow) => {
      const waiting = due.filter((slot) => slot.slow === slow).toSorted((a, b) => (a.due ?? 0) - (b.due ?? 0));
      return waiting.slice(0, Math.max(0, slow ? free.slow : free.healthy));
    });
    for (const slot of begun) {
      slot.running = now;
      slot.due = undefined;
    }
    return begun.map(({ stored }) => stored);
  }

  /** Something is being sent, after something else was. */
  sending(id: string, now: number): void {
    const slot = this.#slots.get(id);
    if (slot?.running !== undefined) slot.running = now;
  }

  /** @param pace - undefined: it could not be done, and is looked at again then */
  ended(id: string, pace: Pace | undefined, retryAt: number): void {
    const slot = this.#slots.get(id);
    if (!slot) return;
    slot.running = undefined;
    if (pace && !pace.stored) {
      this.#slots.delete(id);
      return;
    }
    slot.slow = pace?.slow ?? slot.slow;
    slot.failing = pace?.failing ?? slot.failing;
    const due = pace ? pace.due?.epochMilliseconds : retryAt;
    const times = [slot.due, due].filter((time) => time !== undefined);
    // What was written meanwhile waits for who has failed.
    slot.due = slot.failing && due !== undefined ? due : times.length > 0 ? Math.min(...times) : undefined;
  }
}

function versionOf({ basic }: StoredSubscription): string | undefined {
  return basic.meta?.versionId;
}
