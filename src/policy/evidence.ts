/** A local date in the plan's time zone, `YYYY-MM-DD`; such dates compare as strings. */
export type LocalDate = string;

/** What the data of record say, and as of when; or why they say nothing. Absent is not false. */
export type Evidence<T> = Known<T> | Unknown;

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  /** The day for which the data stand. */
  readonly asOf: LocalDate;
}

export interface Unknown {
  readonly known: false;
  /** Why nothing is known, in plain words. */
  readonly because: string;
}

export function known<T>(value: T, asOf: LocalDate): Known<T> {
  return { known: true, value, asOf };
}

export function unknown(because: string): Unknown {
  return { known: false, because };
}

/** Inclusive on both days. A missing end is open; a missing start leaves the past unknown. */
export interface DatePeriod {
  readonly start?: LocalDate;
  readonly end?: LocalDate;
}
