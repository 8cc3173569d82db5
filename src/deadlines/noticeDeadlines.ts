import type { Calendar } from './calendar.ts';
import type { Clock } from './clock.ts';
import { DeadlineError } from './deadlineError.ts';
import { startClock } from './startClock.ts';

export interface NoticeRequest {
  readonly decided: Temporal.Instant;
  /** The due instant that governs the request; no notice is due after it, also when the decision itself was late. */
  readonly governingDue: Temporal.Instant;
  readonly calendar: Calendar;
}

export interface NoticeDeadlines {
  readonly member: Clock;
  readonly provider: Clock;
}

/**
 * The clocks that start at a decision: member notice (2 business days), provider notice (24 elapsed hours).
 * @returns DeadlineError when a day that has to be judged before `governingDue` lies outside the calendar
 * @see H&S 1367.01(h)
 */
export function noticeDeadlines({ decided, governingDue, calendar }: NoticeRequest): NoticeDeadlines | DeadlineError {
  const decision = { event: 'the decision', start: decided, notAfter: governingDue, calendar } as const;
  const member = startClock({ ...decision, rule: 'notify-member' });
  if (member instanceof DeadlineError) return member;
  const provider = startClock({ ...decision, rule: 'notify-provider' });
  if (provider instanceof DeadlineError) return provider;
  return { member, provider };
}

/**
 * The clock of the notice that a deadline passed without a decision: it ends with the local day of `at`, the expired deadline.
 * @returns DeadlineError when no limit covers that day
 * @see 42 CFR 438.404(c)(5)
 */
export function overdueNotice(at: Temporal.Instant, calendar: Calendar): Clock | DeadlineError {
  return startClock({ rule: 'overdue-notice', event: 'the expired deadline', start: at, calendar });
}

/**
 * The clock by which people find the case of attachments whose numbers lead to none: the plan's own target.
 * @returns DeadlineError when no limit covers that day
 */
export function identifyCaseDeadline(received: Temporal.Instant, calendar: Calendar): Clock | DeadlineError {
  return startClock({ rule: 'identify-case', event: 'receipt', start: received, calendar });
}
