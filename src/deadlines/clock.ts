import type { DurationUnit } from './limits.ts';

/** A local date that was not counted, and why. */
export interface SkippedDay {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly because: string;
}

/** One deadline. Instants are ISO 8601 strings in whole seconds with the local offset. */
export interface Clock {
  readonly id: string;
  /** Clause or section it comes from. */
  readonly basis: string;
  /** The instant that starts it: receipt, decision. */
  readonly start: string;
  /** The limit in words: `5 business days`. */
  readonly rule: string;
  readonly unit: DurationUnit;
  /** The last instant that is in time. */
  readonly due: string;
  /** Days between start and due that were not counted, in order. */
  readonly skipped: readonly SkippedDay[];
  /** One to three sentences for the people who do the work. */
  readonly explanation: string;
}
