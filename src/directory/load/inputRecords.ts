import type { Arrangement } from './arrange.ts';
import type { Input, InputEntry } from './input.ts';

/** A record by its number in the catalog; `entry` is absent when its input no longer has it. */
export interface NumberedEntry {
  readonly number: number;
  readonly entry?: InputEntry;
}

/** Where the records of an input stand. */
export interface Ordinals {
  /** The number of the first record. */
  readonly first: number;
  /** The ordinals of all its records, ascending; their numbers follow each other. */
  readonly ordinals: Int32Array;
}

/** Reads an input again for the records of one stage, in their order; not at all when it has none. */
export async function* recordsOfStage(
  input: Input,
  { first, ordinals }: Ordinals,
  { stageOf }: Pick<Arrangement, 'stageOf'>,
  stage: number,
): AsyncIterable<NumberedEntry> {
  const isOfStage = (index: number) => stageOf(first + index) === stage;
  const nextFrom = (from: number) => {
    let index = from;
    while (index < ordinals.length && !isOfStage(index)) index += 1;
    return index;
  };
  let next = nextFrom(0);
  if (next === ordinals.length) return;
  const indexOf = (ordinal: number) => {
    const index = position(ordinals, ordinal);
    return ordinals[index] === ordinal && isOfStage(index) ? index : undefined;
  };
  for await (const entry of input.entries((ordinal) => indexOf(ordinal) !== undefined)) {
    const index = indexOf(entry.ordinal);
    if (index === undefined) continue;
    for (; next < index; next = nextFrom(next + 1)) yield { number: first + next };
    yield { number: first + index, entry };
    next = nextFrom(index + 1);
  }
  for (; next < ordinals.length; next = nextFrom(next + 1)) yield { number: first + next };
}

/** Where a number stands among ascending ones, or would. */
function position(ascending: Int32Array, wanted: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
