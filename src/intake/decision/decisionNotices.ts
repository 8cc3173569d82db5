import type { Task } from '@medplum/fhirtypes';
import { type Calendar, type Clock, DeadlineError, noticeDeadlines } from '../../deadlines/index.ts';
import { noticeExtensions } from '../../fhir/clock.ts';
import type { DecisionCode } from '../../policy/data/decisionRights.ts';
import { receiptKey } from '../receipt.ts';
import { task } from '../tasks.ts';
import type { AllowedDecision } from './decide.ts';
import { dueOf } from './taskClocks.ts';

/** What a notice of a decision tells; a request for information is no decision, and has no notice of its own here. */
const subjects: Readonly<Record<DecisionCode, string | undefined>> = {
  approve: 'the approval',
  modify: 'the modification, its reasons and the rights to appeal and to grieve',
  deny: 'the denial, its reasons and the rights to appeal and to grieve',
  extend: 'the deferral, its reason, the new date and the right to grieve',
  'lower-urgency': 'the routine timeframe, its reason and the right to grieve',
  'request-information': undefined,
};

/**
 * Notice Tasks of a decision. They are due by the deadline that held before it at the latest: an extension does not extend
 * its own notice.
 */
export function decisionNotices(
  { current, decision }: AllowedDecision,
  decided: Temporal.Instant,
  calendar: Calendar,
): readonly Task[] {
  const subject = subjects[decision.decision];
  if (subject === undefined) return [];
  const { receipt, response } = current;
  const due = noticeDeadlines({ decided, governingDue: dueOf(current.task), calendar });
  if (due instanceof DeadlineError) throw due;
  const notice = (code: 'notify-member' | 'notify-provider', whom: string, clock: Clock) =>
    task({
      code,
      // The version decided on: the commit is fenced by it, so no two decisions share it.
      suffix: response.meta?.versionId,
      caseKey: receiptKey(receipt),
      basedOn: current.task.basedOn ?? [],
      focus: { reference: `ClaimResponse/${response.id}` },
      patient: current.task.for,
      urgent: current.task.priority === 'urgent',
      authoredOn: clock.start,
      due: clock.due,
      extensions: noticeExtensions(clock, calendar),
      description: `Tell the ${whom} of ${subject}`,
    });
  return [notice('notify-member', 'member', due.member), notice('notify-provider', 'provider', due.provider)];
}
