import { DeadlineError, extensionLimit } from '../../deadlines/index.ts';
import { withOffset } from '../../deadlines/localTime.ts';
import { findingsOf } from '../../fhir/policyFinding.ts';
import type { Issue } from '../../pas/request/issues.ts';
import type { Decision } from './decision.ts';
import type { DecisionCase } from './decisionCase.ts';
import type { DecisionContext } from './problems.ts';
import { clockIdsOf, dueByInstant, dueOf } from './taskClocks.ts';

/** Why the clocks may not be moved as the decision says. */
export function clockProblems(
  current: DecisionCase,
  decision: Decision,
  context: Pick<DecisionContext, 'at' | 'decided' | 'timeZone'>,
): readonly Issue[] {
  if (decision.decision === 'extend') return extensionProblems(current, decision, context);
  return decision.decision === 'lower-urgency' ? loweringProblems(current, context.at('decision')) : [];
}

/** @see 42 CFR 438.210(d): once, and no longer than 14 calendar days, counted from first receipt */
function extensionProblems(
  { task, received }: DecisionCase,
  { dueBy }: Decision,
  { at, decided, timeZone }: Pick<DecisionContext, 'at' | 'decided' | 'timeZone'>,
): readonly Issue[] {
  const problem = (part: string, text: string): Issue => ({ code: 'business-rule', expression: at(part), text });
  const limit = extensionLimit(received, { timeZone });
  if (limit instanceof DeadlineError) throw limit;
  const again = clockIdsOf(task).includes(limit.id)
    ? [problem('decision', 'The time to decide was extended already; that can be done once.')]
    : [];
  if (dueBy === undefined) return again;
  const due = dueByInstant(dueBy, timeZone);
  if (Temporal.Instant.compare(due, Temporal.Instant.from(limit.due)) > 0) {
    const text = `An extension ends by ${limit.due} at the latest: 14 calendar days after the first receipt.`;
    return [...again, problem('dueBy', text)];
  }
  const from = [dueOf(task), decided].sort(Temporal.Instant.compare).at(-1) ?? decided;
  if (Temporal.Instant.compare(due, from) > 0) return again;
  return [...again, problem('dueBy', `An extension has to end after ${withOffset(from, timeZone)}.`)];
}

/**
 * What a professional marked is not lowered; nor is what a request has from an earlier one for the same: that one fixed it, and
 * is lowered itself or not at all.
 */
function loweringProblems({ task, response, earlier }: DecisionCase, expression: string): readonly Issue[] {
  const problem = (text: string): Issue => ({ code: 'business-rule', expression, text });
  if (task.priority !== 'urgent') return [problem('The request is not urgent; there is nothing to lower.')];
  const isProvidersMark = findingsOf(response.extension).some(
    ({ id, answer }) => id === 'urgent-practitioner-opinion' && answer === 'yes',
  );
  if (!isProvidersMark && earlier && !isLater(earlier.due, task)) {
    return [
      problem(
        `An earlier request for the same, ${earlier.response}, is due by ${earlier.due}, and this one no later: to lower it changes nothing. No professional marked this one urgent; what can be lowered is the earlier one.`,
      ),
    ];
  }
  if (!isProvidersMark) return [];
  return [problem('A professional marked the request urgent (MPUP3078 III.A.2); the plan does not lower such a mark.')];
}

function isLater(due: string, task: DecisionCase['task']): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(due), dueOf(task)) > 0;
}
