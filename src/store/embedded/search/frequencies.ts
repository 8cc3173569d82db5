import type { Database } from '../database.ts';
import { type Estimate, type Frequency, fewSelected } from './filter.ts';

interface Remembered {
  readonly frequency: Frequency;
  /** Milliseconds of a clock that only goes forward. */
  readonly since: number;
}

const mostRemembered = 1_000;
const rememberedFor = 60_000;

const memories = new WeakMap<Database, Map<string, Remembered>>();

/**
 * Looks into the index how many resources a selection has, up to a few hundred. What so many have is remembered for a
 * minute: an order of lookups that rests on it is slower at worst, never wrong.
 */
export function estimates(database: Database): Estimate {
  const memory = memories.get(database) ?? new Map<string, Remembered>();
  memories.set(database, memory);
  return ({ text, values }) => {
    const key = JSON.stringify([text, values]);
    const remembered = memory.get(key);
    if (remembered && performance.now() - remembered.since < rememberedFor) return remembered.frequency;
    memory.delete(key);
    const found = database.first<{ count: number; last: number | null }>(
      `SELECT count(*) AS count, max(rid) AS last FROM (${text} LIMIT ${fewSelected})`,
      ...values,
    );
    const frequency = { count: found?.count ?? 0, last: found?.last ?? 0 };
    if (frequency.count < fewSelected) return frequency;
    if (memory.size >= mostRemembered) memory.clear();
    memory.set(key, { frequency, since: performance.now() });
    return frequency;
  };
}
