import { businessDaysAfter } from './businessDays.ts';
import type { Calendar } from './calendar.ts';
import type { Clock, SkippedDay } from './clock.ts';
import { DeadlineError } from './deadlineError.ts';
import { explain, type StartEvent } from './explain.ts';
import { limitInForce } from './limitInForce.ts';
import type { ClockRule, DurationUnit } from './limits.ts';
import { earliest, endOfDay, localDate, withOffset } from './localTime.ts';

export interface ClockStart {
  readonly rule: ClockRule;
  readonly event: StartEvent;
  readonly start: Temporal.Instant;
  readonly calendar: Calendar;
  /** A deadline that already stands; the clock is due by it at the latest. */
  readonly notAfter?: Temporal.Instant;
}

interface Run {
  readonly due: Temporal.Instant;
  readonly skipped: readonly SkippedDay[];
}

type Count = (amount: number, clockStart: ClockStart) => Run | DeadlineError;

function countBusinessDays(days: number, { start, calendar, notAfter }: ClockStart): Run | DeadlineError {
  const { timeZone } = calendar;
  const lastDate = notAfter && localDate(notAfter, timeZone);
  const counted = businessDaysAfter(localDate(start, timeZone), days, calendar, lastDate);
  if (counted instanceof DeadlineError) return counted;
  return { due: endOfDay(counted.date, timeZone), skipped: counted.skipped };
}

const counts: Readonly<Record<DurationUnit, Count>> = {
  hours: (hours, { start }) => ({ due: start.add({ hours }), skipped: [] }),
  'calendar days': (days, { start, calendar: { timeZone } }) => ({
    due: endOfDay(localDate(start, timeZone).add({ days }), timeZone),
    skipped: [],
  }),
  'business days': countBusinessDays,
};

/**
 * Starts a clock under the limit in force on the local date of `start`, which is day 0 of a clock that counts days.
 * @returns DeadlineError when no limit covers that date, or the calendar does not know a day that has to be judged.
 */
export function startClock(clockStart: ClockStart): Clock | DeadlineError {
  const { rule, event, start, calendar, notAfter } = clockStart;
  const { timeZone } = calendar;
  const limit = limitInForce(rule, localDate(start, timeZone));
  if (limit instanceof DeadlineError) return limit;
  const run = counts[limit.unit](limit.amount, clockStart);
  if (run instanceof DeadlineError) return run;
  const due = notAfter ? earliest(run.due, notAfter) : run.due;
  const { skipped } = run;
  return {
    id: limit.id,
    basis: limit.basis,
    start: withOffset(start, timeZone),
    rule: `${limit.amount} ${limit.unit}`,
    unit: limit.unit,
    due: withOffset(due, timeZone),
    skipped,
    explanation: explain({ limit, event, start, due, skipped, timeZone, shortened: !due.equals(run.due) }),
  };
}
