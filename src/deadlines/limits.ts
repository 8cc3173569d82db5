export type Urgency = 'routine' | 'urgent';

/** What a clock limits. */
export type ClockRule =
  | 'urgent'
  | 'member-notice'
  | 'decision'
  | 'notify-member'
  | 'notify-provider'
  | 'extension'
  | 'overdue-notice'
  | 'identify-case';

/** `hours` elapse in UTC, nights, weekends and changes of the clocks included; both kinds of days end with the local day. */
export type DurationUnit = 'hours' | 'business days' | 'calendar days';

interface Row {
  readonly id: string;
  readonly amount: number;
  /** Clause or section the number comes from. */
  readonly basis: string;
  /** First local date of a start event (receipt, decision) the row holds for, until a later row of the same kind. */
  readonly from: string;
  /** Kept so that an old date does not fall under a newer number; no clock is computed from it. */
  readonly historical?: true;
}

/** `id` is the id of the clock that runs under the row. */
export interface Limit extends Row {
  readonly rule: ClockRule;
  readonly unit: DurationUnit;
}

/** When work should be done so that the deadline is met: by a local hour of its day, or hours after receipt. */
export interface Target extends Row {
  readonly urgency: Urgency;
  readonly unit: 'hours' | 'hour of the day';
}

/**
 * The numbers of policy and law. `from` of a policy row is the policy's original date; of a federal row, the start of
 * the rating periods it applies to; of 1367.01, which is older, the start of the built-in calendars.
 */
export const limits: readonly Limit[] = [
  {
    rule: 'urgent',
    id: 'urgent-72h',
    amount: 72,
    unit: 'hours',
    basis: 'MPUP3078 VI.D.1; 42 CFR 438.210(d)(2)',
    from: '2017-07-01',
  },
  {
    rule: 'member-notice',
    id: 'member-notice-5-business-days',
    amount: 5,
    unit: 'business days',
    basis: 'MPUP3078 VI.D.2',
    from: '2016-04-20',
  },
  {
    rule: 'decision',
    id: 'decision-14-calendar-days',
    amount: 14,
    unit: 'calendar days',
    basis: '42 CFR 438.210(d)(1)',
    from: '2017-07-01',
    historical: true,
  },
  {
    rule: 'decision',
    id: 'decision-7-calendar-days',
    amount: 7,
    unit: 'calendar days',
    basis: '42 CFR 438.210(d)(1)',
    from: '2026-01-01',
  },
  {
    rule: 'notify-member',
    id: 'notify-member-2-business-days',
    amount: 2,
    unit: 'business days',
    basis: 'H&S 1367.01(h)',
    from: '2022-01-01',
  },
  {
    rule: 'notify-provider',
    id: 'notify-provider-24-hours',
    amount: 24,
    unit: 'hours',
    basis: 'H&S 1367.01(h)',
    from: '2022-01-01',
  },
  {
    rule: 'extension',
    id: 'extension-14-calendar-days',
    amount: 14,
    unit: 'calendar days',
    basis: '42 CFR 438.210(d), read as 14 days from first receipt',
    from: '2017-07-01',
  },
  {
    rule: 'overdue-notice',
    id: 'overdue-notice-same-day',
    amount: 0,
    unit: 'calendar days',
    basis: '42 CFR 438.404(c)(5)',
    from: '2017-07-01',
  },
  {
    rule: 'identify-case',
    id: 'identify-case-24-hours',
    amount: 24,
    unit: 'hours',
    basis: 'plan target: no clause sets it, and an urgent case may wait for it',
    from: '2016-04-20',
  },
];

/** Whether the clock with this id is that of an urgent request. */
export function isUrgentClock(id: string): boolean {
  return limits.some((limit) => limit.rule === 'urgent' && limit.id === id);
}

/** The plan's own targets: late enough to finish review, early enough to call or mail the answer. */
export const targets: readonly Target[] = [
  { urgency: 'urgent', id: 'work-by-48-hours', amount: 48, unit: 'hours', basis: 'plan target', from: '2017-07-01' },
  {
    urgency: 'routine',
    id: 'work-by-17-00',
    amount: 17,
    unit: 'hour of the day',
    basis: 'plan target',
    from: '2016-04-20',
  },
];
