import {
  type Calendar,
  type Clock,
  computeDeadlines,
  DeadlineError,
  type Deadlines,
  type PlanCalendar,
  type Urgency,
} from '../../src/deadlines/index.ts';

export const pacific: Calendar = { timeZone: 'America/Los_Angeles' };

/** The value, or a failure that shows why there is none. */
export function known<Value>(value: Value | DeadlineError): Value {
  if (value instanceof DeadlineError) throw value;
  return value;
}

export function deadlines(received: string, urgency: Urgency, calendar: Calendar = pacific): Deadlines {
  return known(computeDeadlines({ received: Temporal.Instant.from(received), urgency, calendar }));
}

/** The message of the error; a value is a failure. */
export function refusal(value: object): string {
  if (value instanceof DeadlineError) return value.message;
  throw new Error(`expected a DeadlineError, received ${JSON.stringify(value)}`);
}

export function clockOf({ clocks }: Deadlines, id: string): Clock {
  const clock = clocks.find((candidate) => candidate.id === id);
  if (!clock) throw new Error(`no clock ${id} among ${clocks.map((candidate) => candidate.id).join(', ')}`);
  return clock;
}

/** A Pacific calendar with the plan's own closures, for 2026 and 2027 unless told otherwise. */
export function planned(closures: readonly string[], from = '2026-01-01', to = '2027-12-31'): Calendar {
  const plan: PlanCalendar = {
    version: 'test-1',
    from,
    to,
    closures: closures.map((date) => ({ date, name: `Closure ${date}` })),
  };
  return { ...pacific, plan };
}

export const stateClosures = [
  ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-03-31', '2026-05-25', '2026-09-07', '2026-11-11', '2026-11-26'],
  ...['2026-11-27', '2026-12-25', '2027-01-01', '2027-01-18', '2027-02-15', '2027-03-31', '2027-05-31', '2027-07-05'],
  ...['2027-09-06', '2027-11-11', '2027-11-25', '2027-11-26'],
];

export const federalClosures = [
  ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-06-19', '2026-07-03', '2026-09-07', '2026-10-12'],
  ...['2026-11-11', '2026-11-26', '2026-12-25', '2027-01-01', '2027-01-18', '2027-02-15', '2027-05-31', '2027-06-18'],
  ...['2027-07-05', '2027-09-06', '2027-10-11', '2027-11-11', '2027-11-25', '2027-12-24', '2027-12-31'],
];

export const commonClosures = [
  ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-09-07', '2026-11-11', '2026-11-26', '2026-12-25'],
  ...['2027-01-01', '2027-01-18', '2027-02-15', '2027-05-31', '2027-07-05', '2027-09-06', '2027-11-11', '2027-11-25'],
];
