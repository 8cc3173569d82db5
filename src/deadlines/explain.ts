import type { SkippedDay } from './clock.ts';
import type { ClockRule, DurationUnit, Limit } from './limits.ts';
import { localDate } from './localTime.ts';

/** What starts a clock, in the words of the explanation. */
export type StartEvent = 'receipt' | 'first receipt' | 'the decision' | 'the urgent mark' | 'the expired deadline';

export interface Explained {
  readonly limit: Limit;
  readonly event: StartEvent;
  readonly start: Temporal.Instant;
  readonly due: Temporal.Instant;
  readonly skipped: readonly SkippedDay[];
  readonly timeZone: string;
  /** True when another deadline that already stands comes before the clock's own end. */
  readonly shortened: boolean;
}

const duties: Readonly<Record<ClockRule, string>> = {
  urgent: 'The request must be decided, and the member and the provider told,',
  'member-notice': 'The member must be told whether the requested provider was approved',
  decision: 'The request must be decided, and the member and the provider told,',
  'notify-member': 'The member must be told the decision in writing',
  'notify-provider': 'The provider must be told the decision',
  extension: 'An extended request must be decided',
  'overdue-notice': 'The member must be told that the deadline passed without a decision',
  'identify-case': 'The case of what came must be found',
};

// Not by Intl: its wording differs from one release of Node to the next, and explanations are kept as evidence.
const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function day(date: Temporal.PlainDate): string {
  return `${weekdayNames[date.dayOfWeek - 1]} ${monthNames[date.month - 1]} ${date.day}, ${date.year}`;
}

function minute(instant: Temporal.Instant, timeZone: string): string {
  const local = instant.toZonedDateTimeISO(timeZone);
  return `${day(local.toPlainDate())}, ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}

function notCounted({ skipped }: Explained): string {
  if (skipped.length === 0) return 'No day is left out.';
  const days = skipped.map(({ date, because }) => `${day(Temporal.PlainDate.from(date))} (${because})`);
  return `Not counted: ${days.join('; ')}.`;
}

function clockChange({ start, due, timeZone }: Explained): string {
  const change =
    due.toZonedDateTimeISO(timeZone).offsetNanoseconds - start.toZonedDateTimeISO(timeZone).offsetNanoseconds;
  if (change === 0) return 'Nights, weekends and holidays count.';
  return `Nights, weekends and holidays count; the clocks go ${change < 0 ? 'back' : 'forward'} in between, so the time of day moves.`;
}

const remarks: Readonly<Record<DurationUnit, (explained: Explained) => string>> = {
  hours: clockChange,
  'calendar days': () => 'Weekends and holidays count.',
  'business days': notCounted,
};

function end({ limit, due, timeZone, shortened }: Explained): string {
  if (shortened) return `but no later than the deadline that already stands: by ${minute(due, timeZone)}`;
  if (limit.unit === 'hours') return `by ${minute(due, timeZone)}`;
  return `by the end of ${day(localDate(due, timeZone))}`;
}

/** Says what must happen by when, what was counted and what was not, in plain English. */
export function explain(explained: Explained): string {
  const { limit, event, start, timeZone } = explained;
  const duty = duties[limit.rule];
  if (limit.amount === 0) return `${duty} on the day of ${event}, ${end(explained)}. ${remarks[limit.unit](explained)}`;
  const within = `within ${limit.amount} ${limit.unit}`;
  const from =
    limit.unit === 'hours'
      ? `of ${event} (${minute(start, timeZone)})`
      : `after the day of ${event} (${day(localDate(start, timeZone))})`;
  return `${duty} ${within} ${from}, ${end(explained)}. ${remarks[limit.unit](explained)}`;
}
