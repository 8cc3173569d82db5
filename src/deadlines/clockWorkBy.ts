import type { Calendar } from './calendar.ts';
import type { Clock } from './clock.ts';
import { DeadlineError } from './deadlineError.ts';
import { earliest, withOffset } from './localTime.ts';
import { workBy } from './workBy.ts';

/** Of a clock in elapsed hours so much is for the work, as 48 of the 72 hours of an urgent request are. */
const share = { of: 3, first: 2 } as const;

/**
 * When the work of one clock should be done. Of a clock that counts days: as for a routine request. Of one in hours: after two
 * thirds of them. Never after it is due, and never before it starts: what is due at once is to be done at once. Where the plan's
 * calendar does not say which days are worked, the due instant itself.
 * @returns ISO 8601 in whole seconds with the local offset
 */
export function clockWorkBy(clock: Pick<Clock, 'start' | 'due' | 'unit'>, calendar: Calendar): string {
  const start = Temporal.Instant.from(clock.start);
  const due = Temporal.Instant.from(clock.due);
  const target = clock.unit === 'hours' ? afterShare(start, due) : onWorkingDay(start, due, calendar);
  const begun = Temporal.Instant.compare(target, start) < 0 ? start : target;
  return withOffset(earliest(begun, due), calendar.timeZone);
}

function afterShare(start: Temporal.Instant, due: Temporal.Instant): Temporal.Instant {
  const seconds = due.since(start).total('seconds');
  return start.add({ seconds: Math.floor((seconds * share.first) / share.of) });
}

function onWorkingDay(received: Temporal.Instant, due: Temporal.Instant, calendar: Calendar): Temporal.Instant {
  const target = workBy({ received, urgency: 'routine', due, calendar });
  return target instanceof DeadlineError ? due : target;
}
