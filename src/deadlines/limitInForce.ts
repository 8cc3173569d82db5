import { DeadlineError } from './deadlineError.ts';
import { type ClockRule, type Limit, limits, type Target, targets, type Urgency } from './limits.ts';

function inForce<Row extends Limit | Target>(rows: readonly Row[], date: Temporal.PlainDate): Row | DeadlineError {
  const row = rows.findLast(({ from }) => Temporal.PlainDate.compare(from, date) <= 0);
  if (row && !row.historical) return row;
  const first = rows.find(({ historical }) => !historical)?.from;
  const then = row ? `the limit was ${row.amount} ${row.unit} (${row.basis})` : 'no limit is on file';
  return new DeadlineError(`${date} is outside coverage: ${then} on that day; give a date on or after ${first}.`);
}

/**
 * The limit in force for a clock that starts on a local date.
 * @returns DeadlineError when no row covers the date, or only a historical one.
 */
export function limitInForce(rule: ClockRule, date: Temporal.PlainDate): Limit | DeadlineError {
  return inForce(
    limits.filter((limit) => limit.rule === rule),
    date,
  );
}

/**
 * The target in force for requests received on a local date.
 * @returns DeadlineError when no row covers the date.
 */
export function targetInForce(urgency: Urgency, date: Temporal.PlainDate): Target | DeadlineError {
  return inForce(
    targets.filter((target) => target.urgency === urgency),
    date,
  );
}
