import { DeadlineError } from './deadlineError.ts';
import { federalOffices } from './federalOffices.ts';
import { closuresIn, type Offices } from './holidayRules.ts';
import type { PlanCalendar } from './planCalendar.ts';
import { stateOffices } from './stateOffices.ts';

/** How days are told and counted. */
export interface Calendar {
  /** IANA name; decides which local date an instant falls on and where a day ends. */
  readonly timeZone: string;
  /** Set: exactly its closures are skipped. Unset: a day is skipped only if state and federal offices are both closed. */
  readonly plan?: PlanCalendar;
}

/** First and last local date, both included, of the built-in state and federal calendars. */
export const builtInCoverage = { from: '2022-01-01', to: '2049-12-31' } as const;

const weekdays = 5;
const computed = new Map<string, ReadonlyMap<string, string>>();

function closureOf(date: Temporal.PlainDate, offices: Offices): string | undefined {
  const key = `${offices.name} ${date.year}`;
  const closures = computed.get(key) ?? closuresIn(date.year, offices);
  computed.set(key, closures);
  return closures.get(date.toString());
}

function planClosureOf(date: Temporal.PlainDate, plan: PlanCalendar | undefined): string | undefined {
  return plan?.closures.find((closure) => closure.date === date.toString())?.name;
}

/** The plan calendar's version, or `state-and-federal` when there is none. */
export function calendarName({ plan }: Calendar): string {
  return plan?.version ?? 'state-and-federal';
}

/** An error when the local date is not covered by every calendar in use, else nothing. */
export function outsideCoverage(date: Temporal.PlainDate, { plan }: Calendar): DeadlineError | undefined {
  const day = date.toString();
  const { from, to } = builtInCoverage;
  if (Temporal.PlainDate.compare(day, from) < 0 || Temporal.PlainDate.compare(day, to) > 0) {
    return new DeadlineError(
      `${day} is outside the built-in state and federal calendars: give a request whose deadlines fall within ${from} to ${to}.`,
    );
  }
  if (!plan || (plan.from <= day && day <= plan.to)) return undefined;
  return new DeadlineError(
    `${day} is outside plan calendar ${plan.version} (${plan.from} to ${plan.to}): give a plan calendar that covers it.`,
  );
}

/**
 * Why the local date is no business day, or nothing if it is one.
 * @see MPUP3078 VI.D.2, which leaves "business day" open. Read as: with no plan calendar on file only a day that is a
 * holiday of both kinds is skipped, because fewer skipped days mean the earlier deadline.
 */
export function whyNotCounted(date: Temporal.PlainDate, { plan }: Calendar): string | undefined {
  if (date.dayOfWeek > weekdays) return 'weekend';
  if (plan) {
    const closure = planClosureOf(date, plan);
    return closure && `${closure}, closed in plan calendar ${plan.version}`;
  }
  const holiday = closureOf(date, stateOffices);
  return holiday && closureOf(date, federalOffices) && `${holiday}, a state and federal holiday`;
}

/** True when the local date is a working day in every calendar known: neither weekend nor closed by state, federal offices or the plan. */
export function isWorkingInEvery(date: Temporal.PlainDate, { plan }: Calendar): boolean {
  if (date.dayOfWeek > weekdays) return false;
  return !closureOf(date, stateOffices) && !closureOf(date, federalOffices) && !planClosureOf(date, plan);
}
