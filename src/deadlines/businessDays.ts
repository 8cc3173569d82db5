import { type Calendar, outsideCoverage, whyNotCounted } from './calendar.ts';
import type { SkippedDay } from './clock.ts';
import type { DeadlineError } from './deadlineError.ts';

export interface BusinessDays {
  /** The last day counted; beyond `notAfter` merely the first date after it. */
  readonly date: Temporal.PlainDate;
  readonly skipped: readonly SkippedDay[];
}

/**
 * The `days`-th business day after the local date `start`, which is day 0 whether or not it is a business day itself.
 * @param notAfter - a date up to which the answer matters: no calendar is asked about a later one
 * @returns DeadlineError when a day to be judged lies outside the calendar: never guessed
 */
export function businessDaysAfter(
  start: Temporal.PlainDate,
  days: number,
  calendar: Calendar,
  notAfter?: Temporal.PlainDate,
): BusinessDays | DeadlineError {
  const skipped: SkippedDay[] = [];
  let date = start;
  let counted = 0;
  while (counted < days) {
    date = date.add({ days: 1 });
    if (notAfter && Temporal.PlainDate.compare(date, notAfter) > 0) break;
    const outside = outsideCoverage(date, calendar);
    if (outside) return outside;
    const because = whyNotCounted(date, calendar);
    if (because) skipped.push({ date: date.toString(), because });
    else counted += 1;
  }
  return { date, skipped };
}
