import { type Calendar, isWorkingInEvery, outsideCoverage } from './calendar.ts';
import { DeadlineError } from './deadlineError.ts';
import { targetInForce } from './limitInForce.ts';
import type { Urgency } from './limits.ts';
import { localDate } from './localTime.ts';

export interface WorkBy {
  readonly received: Temporal.Instant;
  readonly urgency: Urgency;
  /** The governing due instant. */
  readonly due: Temporal.Instant;
  readonly calendar: Calendar;
}

function lastWorkingDay(latest: Temporal.PlainDate, calendar: Calendar): Temporal.PlainDate | DeadlineError {
  let date = latest;
  for (;;) {
    const outside = outsideCoverage(date, calendar);
    if (outside) return outside;
    if (isWorkingInEvery(date, calendar)) return date;
    date = date.subtract({ days: 1 });
  }
}

/**
 * When work should be done so that the governing deadline is met. Urgent: hours after receipt. Routine: an hour of the
 * last local day, on or before the deadline's, that is a working day in every calendar known; work rolls back, never on.
 */
export function workBy({ received, urgency, due, calendar }: WorkBy): Temporal.Instant | DeadlineError {
  const { timeZone } = calendar;
  const target = targetInForce(urgency, localDate(received, timeZone));
  if (target instanceof DeadlineError) return target;
  if (target.unit === 'hours') return received.add({ hours: target.amount });
  const date = lastWorkingDay(localDate(due, timeZone), calendar);
  if (date instanceof DeadlineError) return date;
  return date.toZonedDateTime({ timeZone, plainTime: { hour: target.amount } }).toInstant();
}
