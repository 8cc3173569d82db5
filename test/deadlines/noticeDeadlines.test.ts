import { describe, expect, it } from 'vitest';
import { noticeDeadlines, overdueNotice } from '../../src/deadlines/index.ts';
import { known, pacific, planned, refusal } from './support.ts';

const at = (instant: string) => Temporal.Instant.from(instant);

function notices(decided: string, governingDue: string, calendar = pacific) {
  return noticeDeadlines({ decided: at(decided), governingDue: at(governingDue), calendar });
}

describe('due after a decision: 2 business days and 24 hours, but never after the governing deadline', () => {
  it.for([
    [
      '2026-11-16T09:00:00-08:00',
      '2026-11-20T23:59:59-08:00',
      '2026-11-18T23:59:59-08:00',
      '2026-11-17T09:00:00-08:00',
    ],
    [
      '2026-11-18T09:00:00-08:00',
      '2026-11-20T23:59:59-08:00',
      '2026-11-20T23:59:59-08:00',
      '2026-11-19T09:00:00-08:00',
    ],
    [
      '2026-11-19T09:00:00-08:00',
      '2026-11-20T23:59:59-08:00',
      '2026-11-20T23:59:59-08:00',
      '2026-11-20T09:00:00-08:00',
    ],
    [
      '2026-11-20T09:00:00-08:00',
      '2026-11-20T23:59:59-08:00',
      '2026-11-20T23:59:59-08:00',
      '2026-11-20T23:59:59-08:00',
    ],
    [
      '2026-11-22T12:00:00-08:00',
      '2026-11-23T16:59:00-08:00',
      '2026-11-23T16:59:00-08:00',
      '2026-11-23T12:00:00-08:00',
    ],
    [
      '2026-11-24T12:00:00-08:00',
      '2026-11-23T16:59:00-08:00',
      '2026-11-23T16:59:00-08:00',
      '2026-11-23T16:59:00-08:00',
    ],
    [
      '2026-10-31T12:00:00-07:00',
      '2026-11-06T23:59:59-08:00',
      '2026-11-03T23:59:59-08:00',
      '2026-11-01T11:00:00-08:00',
    ],
  ] as const)('decided %s, governed by %s: member %s, provider %s', ([decided, governingDue, member, provider]) => {
    const computed = known(notices(decided, governingDue));
    expect([computed.member.due, computed.provider.due]).toEqual([member, provider]);
  });

  it('says which clock, which rule and what was not counted', () => {
    const { member, provider } = known(notices('2026-11-25T15:00:00-08:00', '2026-12-02T23:59:59-08:00'));
    expect(member).toMatchObject({
      id: 'notify-member-2-business-days',
      basis: 'H&S 1367.01(h)',
      start: '2026-11-25T15:00:00-08:00',
      rule: '2 business days',
      explanation:
        'The member must be told the decision in writing within 2 business days after the day of the decision (Wed Nov 25, ' +
        '2026), by the end of Mon Nov 30, 2026. Not counted: Thu Nov 26, 2026 (Thanksgiving Day, a state and federal ' +
        'holiday); Sat Nov 28, 2026 (weekend); Sun Nov 29, 2026 (weekend).',
    });
    expect(provider).toMatchObject({
      id: 'notify-provider-24-hours',
      basis: 'H&S 1367.01(h)',
      rule: '24 hours',
      explanation:
        'The provider must be told the decision within 24 hours of the decision (Wed Nov 25, 2026, 15:00), by Thu Nov 26, ' +
        '2026, 15:00. Nights, weekends and holidays count.',
    });
  });

  it('says that the governing deadline comes first when it does', () => {
    const { member, provider } = known(notices('2026-11-23T12:00:00-08:00', '2026-11-23T16:59:00-08:00'));
    const words = ', but no later than the deadline that already stands: by Mon Nov 23, 2026, 16:59.';
    expect(member.explanation).toContain(`(Mon Nov 23, 2026)${words} No day is left out.`);
    expect(provider.explanation).toContain(`(Mon Nov 23, 2026, 12:00)${words}`);
  });
});

describe('at the end of the plan calendar', () => {
  const year = planned([], '2026-01-01', '2026-12-31');

  it('a decision still gets its notices: no day after the governing deadline has to be known', () => {
    const { member } = known(notices('2026-12-31T12:00:00-08:00', '2026-12-31T23:59:59-08:00', year));
    expect(member.due).toBe('2026-12-31T23:59:59-08:00');
  });

  it('a day before the governing deadline that is not known is never guessed', () => {
    const message = refusal(notices('2026-12-31T12:00:00-08:00', '2027-01-05T23:59:59-08:00', year));
    expect(message).toBe(
      '2027-01-01 is outside plan calendar test-1 (2026-01-01 to 2026-12-31): give a plan calendar that covers it.',
    );
  });
});

it.for([
  ['2026-11-24T07:59:59Z', '2026-11-23T23:59:59-08:00'],
  ['2026-11-24T08:00:00Z', '2026-11-24T23:59:59-08:00'],
  ['2026-11-01T01:30:00-07:00', '2026-11-01T23:59:59-08:00'],
  ['2027-03-14T01:59:59-08:00', '2027-03-14T23:59:59-07:00'],
] as const)('a deadline that expires %s: overdue notice due %s', ([expired, due]) => {
  expect(known(overdueNotice(at(expired), pacific)).due).toBe(due);
});
