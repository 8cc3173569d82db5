import { type Calendar, calendarName, outsideCoverage } from './calendar.ts';
import type { Clock } from './clock.ts';
import { DeadlineError } from './deadlineError.ts';
import type { ClockRule, Urgency } from './limits.ts';
import { localDate, withOffset } from './localTime.ts';
import { startClock } from './startClock.ts';
import { workBy } from './workBy.ts';

export interface DeadlineRequest {
  /** Earliest receipt by anyone acting for the plan. */
  readonly received: Temporal.Instant;
  readonly urgency: Urgency;
  readonly calendar: Calendar;
}

/** Every clock of a request and the one that governs. Instants are ISO 8601 strings in whole seconds with the local offset. */
export interface Deadlines {
  readonly received: string;
  readonly urgency: Urgency;
  readonly timeZone: string;
  /** The plan calendar's version, or `state-and-federal`. */
  readonly calendar: string;
  readonly clocks: readonly Clock[];
  /** `workBy`: when to be done so that `due` is met. */
  readonly governing: { readonly id: string; readonly due: string; readonly workBy: string };
}

const clockRules: Readonly<Record<Urgency, readonly [ClockRule, ...ClockRule[]]>> = {
  urgent: ['urgent'],
  routine: ['member-notice', 'decision'],
};

function requestClock(rule: ClockRule, { received, calendar }: DeadlineRequest): Clock | DeadlineError {
  const clock = startClock({ rule, event: 'receipt', start: received, calendar });
  if (clock instanceof DeadlineError) return clock;
  const dueDate = localDate(Temporal.Instant.from(clock.due), calendar.timeZone);
  return outsideCoverage(dueDate, calendar) ?? clock;
}

function earlier(first: Clock, second: Clock): Clock {
  return Temporal.Instant.compare(second.due, first.due) < 0 ? second : first;
}

/**
 * Every clock that starts at receipt, each computed on its own; the earliest governs, at a tie the first.
 * @returns DeadlineError when the request or a clock leaves the calendar's coverage, or no limit is on file for its date
 * @see MPUP3078 VI.D; 42 CFR 438.210(d)
 */
export function computeDeadlines(request: DeadlineRequest): Deadlines | DeadlineError {
  const { received, urgency, calendar } = request;
  const { timeZone } = calendar;
  const outside = outsideCoverage(localDate(received, timeZone), calendar);
  if (outside) return outside;
  const [firstRule, ...otherRules] = clockRules[urgency];
  const first = requestClock(firstRule, request);
  if (first instanceof DeadlineError) return first;
  const clocks = [first];
  for (const rule of otherRules) {
    const clock = requestClock(rule, request);
    if (clock instanceof DeadlineError) return clock;
    clocks.push(clock);
  }
  const { id, due } = clocks.reduce(earlier);
  const work = workBy({ received, urgency, due: Temporal.Instant.from(due), calendar });
  if (work instanceof DeadlineError) return work;
  return {
    received: withOffset(received, timeZone),
    urgency,
    timeZone,
    calendar: calendarName(calendar),
    clocks,
    governing: { id, due, workBy: withOffset(work, timeZone) },
  };
}
