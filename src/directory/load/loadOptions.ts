import type { Wait } from './patience.ts';
import type { OnRejected } from './rejection.ts';

/** How plan data are loaded. */
export interface LoadOptions {
  /** Name of where the data come from, of letters, digits, `.`, `_` and `-`; absent: `plan`, whose dates are not kept. */
  readonly source?: string;
  /** Local date as of which the source's data stand, `YYYY-MM-DD`; absent: today. Kept only with `source`. */
  readonly asOf?: string;
  /** The files hold all the source has: what it held before and holds no longer is ended. */
  readonly snapshot?: boolean;
  /** Today's local date in the plan's zone, `YYYY-MM-DD`. */
  readonly today: string;
  /** Told as records are looked at, before any is written. */
  readonly onRead?: (records: number) => void;
  readonly onProgress?: (progress: Progress) => void;
  readonly onRejected?: OnRejected;
  /** Counts what a load would do, and writes nothing. */
  readonly dryRun?: boolean;
  readonly wait?: Wait;
}

/** Records done, of all that are acceptable. */
export interface Progress {
  readonly loaded: number;
  readonly total: number;
}

/** What a load did, in numbers; `ended` only with a snapshot. */
export interface LoadReport {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly ended: number;
  /** Lines and entries; what was wrong with each, `onRejected` was told. */
  readonly rejected: number;
}

/** @throws RangeError for a source name or a date that cannot be kept */
export function checkOptions({ source, asOf, today }: LoadOptions): void {
  if (source !== undefined && !/^[A-Za-z0-9._-]{1,64}$/.test(source)) {
    throw new RangeError(`Source ${JSON.stringify(source)}: use up to 64 letters, digits, ".", "_" or "-"`);
  }
  for (const date of [today, ...(asOf === undefined ? [] : [asOf])]) {
    if (!isLocalDate(date)) throw new RangeError(`Date ${JSON.stringify(date)}: write a date as YYYY-MM-DD`);
  }
  // A list would not be out of date until long after its refresh.
  if (asOf !== undefined && asOf > today) throw new RangeError(`Date ${asOf} is yet to come: today is ${today}`);
}

function isLocalDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}
