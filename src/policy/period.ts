import type { Answer } from './answer.ts';
import type { DatePeriod, LocalDate } from './evidence.ts';

/**
 * Whether `period` holds on `date`: bounds are inclusive, a missing end is open, a missing start is unknown, because a
 * record without a start does not show that it had begun.
 */
export function covers(period: DatePeriod | undefined, date: LocalDate): Answer {
  if (period?.end !== undefined && period.end < date) return 'no';
  if (period?.start === undefined) return 'unknown';
  return period.start <= date ? 'yes' : 'no';
}

/** `from 2015-07-01`, `2015-07-01 to 2031-06-30`, `without dates`: for sentences people read. */
export function periodInWords(period: DatePeriod | undefined): string {
  const { start, end } = period ?? {};
  if (start && end) return `${start} to ${end}`;
  if (start) return `from ${start}`;
  return end ? `until ${end}` : 'without dates';
}

/** The time in which both hold; where either start is unknown, so is theirs. */
export function overlap(a: DatePeriod, b: DatePeriod): DatePeriod {
  const start = a.start !== undefined && b.start !== undefined ? later(a.start, b.start) : undefined;
  const ends = [a.end, b.end].filter((end) => end !== undefined).sort();
  return { start, end: ends[0] };
}

function later(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}
