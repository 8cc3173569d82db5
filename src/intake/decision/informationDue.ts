import { endOfDay, localDate, withOffset } from '../../deadlines/localTime.ts';
import { workByUrl } from '../../fhir/clock.ts';
import { extensionOf } from '../../fhir/elements.ts';
import type { Issue } from '../../pas/request/issues.ts';
import type { Decision } from './decision.ts';
import type { DecisionCase } from './decisionCase.ts';
import type { DecisionContext } from './problems.ts';
import { dueByInstant, dueOf } from './taskClocks.ts';

type Asking = Pick<DecisionContext, 'decided' | 'timeZone'>;

/**
 * By when information is needed: the instant the person names, else the last one that leaves the reviewer time (work-by),
 * else the deadline of the request itself; once that has passed, the end of the next local day. Asking moves no clock.
 * @see Health and Safety Code 1367.01(h)
 */
export function informationDue(
  { task }: DecisionCase,
  { dueBy }: Decision,
  { decided, timeZone }: Asking,
): Temporal.Instant {
  if (dueBy !== undefined) return dueByInstant(dueBy, timeZone);
  const workBy = extensionOf(task, workByUrl)?.valueDateTime;
  const ahead = [...(workBy === undefined ? [] : [Temporal.Instant.from(workBy)]), dueOf(task)].find(
    (instant) => Temporal.Instant.compare(instant, decided) > 0,
  );
  return ahead ?? endOfDay(localDate(decided, timeZone).add({ days: 1 }), timeZone);
}

/** Information that is named a day has to come after it is asked for, and before the request itself is due. */
export function informationDueProblems(
  { task }: DecisionCase,
  { decision, dueBy }: Decision,
  { at, decided, timeZone }: Pick<DecisionContext, 'at' | 'decided' | 'timeZone'>,
): readonly Issue[] {
  if (decision !== 'request-information' || dueBy === undefined) return [];
  const problem = (text: string): readonly Issue[] => [{ code: 'business-rule', expression: at('dueBy'), text }];
  const due = dueByInstant(dueBy, timeZone);
  if (Temporal.Instant.compare(due, decided) <= 0)
    return problem(`Information has to be due after ${withOffset(decided, timeZone)}, when it is asked for.`);
  const governing = dueOf(task);
  const isRunning = Temporal.Instant.compare(governing, decided) > 0;
  if (!isRunning || Temporal.Instant.compare(due, governing) <= 0) return [];
  const deadline = withOffset(governing, timeZone);
  return problem(
    `The request itself is due by ${deadline}, and asking does not move that: information due later would come too late. Extend the request first.`,
  );
}
