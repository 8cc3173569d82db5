import type { StoredSubscription } from '../subscription/record.ts';
import type { Pace } from './deliver.ts';

interface Slot {
  stored: StoredSubscription;
  /** Epoch milliseconds; undefined: when something has happened. */
  due: number | undefined;
  slow: boolean;
  running: boolean;
}

/** How many subscriptions are served at once: those whose receivers answer, and beside them those whose do not. */
const healthyAtOnce = 200;
const slowAtOnce = 50;

/** One slot a subscription: at most one thing is under way for each. Who fails or is slow takes no place of the others. */
export class Slots {
  readonly #slots = new Map<string, Slot>();

  /** The subscription has been written, or was seen for the first time: it is to be looked at now. */
  update(stored: StoredSubscription, now: number): void {
    const slot = this.#slots.get(stored.id);
    if (!slot) {
      this.#slots.set(stored.id, { stored, due: now, slow: false, running: false });
      return;
    }
    if (versionOf(slot.stored) === versionOf(stored)) return;
    const asked = slot.stored.state.asked !== stored.state.asked;
    slot.stored = stored;
    // Who has failed is waited for, new events or not; unless the owner asks anew.
    if (!slot.slow || asked || slot.due === undefined) slot.due = now;
  }

  /** Only these are there; the others were deleted. */
  keep(ids: ReadonlySet<string>): void {
    for (const [id, { running }] of this.#slots) if (!running && !ids.has(id)) this.#slots.delete(id);
  }

  /** Those that may begin now. They count as running until `ended`. */
  begin(now: number): readonly StoredSubscription[] {
    const all = [...this.#slots.values()];
    const due = all.filter((slot) => !slot.running && slot.due !== undefined && slot.due <= now);
    const begun = [false, true].flatMap((slow) => {
      const running = all.filter((slot) => slot.running && slot.slow === slow).length;
      const waiting = due.filter((slot) => slot.slow === slow).toSorted((a, b) => (a.due ?? 0) - (b.due ?? 0));
      return waiting.slice(0, Math.max(0, (slow ? slowAtOnce : healthyAtOnce) - running));
    });
    for (const slot of begun) {
      slot.running = true;
      slot.due = undefined;
    }
    return begun.map(({ stored }) => stored);
  }

  /** @param pace - undefined: it could not be done, and is looked at again then */
  ended(id: string, pace: Pace | undefined, retryAt: number): void {
    const slot = this.#slots.get(id);
    if (!slot) return;
    slot.running = false;
    if (pace && !pace.stored) {
      this.#slots.delete(id);
      return;
    }
    slot.slow = pace?.slow ?? slot.slow;
    const due = pace ? pace.due?.epochMilliseconds : retryAt;
    const times = [slot.due, due].filter((time) => time !== undefined);
    // What was written meanwhile waits for who has failed.
    slot.due = slot.slow && due !== undefined ? due : times.length > 0 ? Math.min(...times) : undefined;
  }
}

function versionOf({ basic }: StoredSubscription): string | undefined {
  return basic.meta?.versionId;
}
