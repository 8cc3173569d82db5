import type { Calendar } from './calendar.ts';
import type { Clock } from './clock.ts';
import { DeadlineError } from './deadlineError.ts';
import { earliest, withOffset } from './localTime.ts';
import { startClock } from './startClock.ts';
import { workBy } from './workBy.ts';

export interface ShortenedDeadline {
  readonly clock: Clock;
  /** ISO 8601 in whole seconds with the local offset; never after the clock's due instant. */
  readonly workBy: string;
}

/**
 * The urgent clock of a request that became urgent after receipt. It starts when that became known, and never moves the
 * existing deadline back.
 * @see MPUP3078 VI.D.1
 */
export function shortenToUrgent(
  existingDue: Temporal.Instant,
  urgentSince: Temporal.Instant,
  calendar: Calendar,
): ShortenedDeadline | DeadlineError {
  const clock = startClock({
    rule: 'urgent',
    event: 'the urgent mark',
    start: urgentSince,
    notAfter: existingDue,
    calendar,
  });
  if (clock instanceof DeadlineError) return clock;
  const due = Temporal.Instant.from(clock.due);
  const work = workBy({ received: urgentSince, urgency: 'urgent', due, calendar });
  if (work instanceof DeadlineError) return work;
  return { clock, workBy: withOffset(earliest(work, due), calendar.timeZone) };
}

/**
 * The latest an extension may reach: 14 calendar days, counted from first receipt and not from the extension.
 * @see 42 CFR 438.210(d)
 */
export function extensionLimit(firstReceived: Temporal.Instant, calendar: Calendar): Clock | DeadlineError {
  return startClock({ rule: 'extension', event: 'first receipt', start: firstReceived, calendar });
}

/** The receipt that counts: the earliest at any channel or delegate of the plan. Forwarding does not start the clock anew. */
export function earliestReceipt(first: Temporal.Instant, ...others: readonly Temporal.Instant[]): Temporal.Instant {
  return earliest(first, ...others);
}
