import type { Fault, Position } from './rejection.ts';

/** One line or entry: its parsed JSON, or all that is wrong with it. */
export interface InputEntry {
  /** The line from 1, or the entry from 0; -1 for a file that cannot be read as a whole. */
  readonly ordinal: number;
  readonly position: Position;
  readonly fullUrl?: string;
  readonly resource?: unknown;
  readonly faults?: readonly Fault[];
}

/** Something that can be read again from its start: plan data are read once for their order, then once a stage. */
export interface Input {
  /** It comes from outside: the NPIs in it are checked. */
  readonly checksNpis?: true;
  /**
   * The entries in their order.
   * @param wanted - entries it refuses are passed over without being parsed; absent: all
   */
  entries(wanted?: (ordinal: number) => boolean): AsyncIterable<InputEntry>;
}

/** An entry that stands for a whole file that cannot be read. */
export function unreadable(file: string, reason: string): InputEntry {
  return { ordinal: -1, position: { file }, faults: [{ reason }] };
}
