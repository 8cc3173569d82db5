import { describe, expect, it } from 'vitest';
import {
  earliestReceipt,
  extensionLimit,
  noticeDeadlines,
  overdueNotice,
  shortenToUrgent,
} from '../../src/deadlines/index.ts';
import { clockOf, deadlines, federalClosures, known, pacific, planned, stateClosures } from './support.ts';

const at = (instant: string) => Temporal.Instant.from(instant);

describe('VI.D.1: 72 elapsed hours', () => {
  it.for([
    ['U1', '2026-11-20T16:59:00-08:00', '2026-11-23T16:59:00-08:00', '2026-11-22T16:59:00-08:00'],
    ['U2', '2026-10-30T16:59:00-07:00', '2026-11-02T15:59:00-08:00', '2026-11-01T15:59:00-08:00'],
    ['U4', '2027-03-12T16:59:00-08:00', '2027-03-15T17:59:00-07:00', '2027-03-14T17:59:00-07:00'],
    ['U7', '2026-11-25T16:30:00-08:00', '2026-11-28T16:30:00-08:00', '2026-11-27T16:30:00-08:00'],
  ] as const)('%s received %s is due %s, to be worked by %s', ([, received, due, workBy]) => {
    const { clocks, governing } = deadlines(received, 'urgent');
    expect(clocks.map((clock) => [clock.id, clock.due])).toEqual([['urgent-72h', due]]);
    expect(governing).toEqual({ id: 'urgent-72h', due, workBy });
  });
});

describe('VI.D.2 and 42 CFR 438.210(d)(1): 5 business days and 7 calendar days', () => {
  const notice = 'member-notice-5-business-days';
  const decision = 'decision-7-calendar-days';
  const state = planned(stateClosures);
  const federal = planned(federalClosures);
  const columns = 'id, received, by state, by federal, by both, in 7 days, governing, work by';

  it.for([
    ['R1', '2026-11-18', '2026-11-25', '2026-11-25', '2026-11-25', '2026-11-25', notice, '2026-11-25'],
    ['R3', '2026-11-21', '2026-12-01', '2026-11-30', '2026-11-30', '2026-11-28', decision, '2026-11-25'],
    ['R4', '2026-11-25', '2026-12-04', '2026-12-03', '2026-12-03', '2026-12-02', decision, '2026-12-02'],
    ['R5', '2026-11-26', '2026-12-04', '2026-12-03', '2026-12-03', '2026-12-03', notice, '2026-12-03'],
    ['R8', '2026-12-24', '2027-01-04', '2027-01-04', '2027-01-04', '2026-12-31', decision, '2026-12-31'],
    ['R12', '2027-03-30', '2027-04-07', '2027-04-06', '2027-04-06', '2027-04-06', notice, '2027-04-06'],
    ['R14', '2026-06-29', '2026-07-06', '2026-07-07', '2026-07-06', '2026-07-06', notice, '2026-07-06'],
    ['R19', '2026-11-14', '2026-11-20', '2026-11-20', '2026-11-20', '2026-11-21', notice, '2026-11-20'],
  ] as const)(`%s, %s, %s, %s, %s, %s, %s, %s (${columns})`, (row) => {
    const [, received, byState, byFederal, byBoth, inSevenDays, governing, workBy] = row;
    const zoned = Temporal.PlainDate.from(received).toZonedDateTime({ timeZone: pacific.timeZone, plainTime: '10:00' });
    const instant = zoned.toInstant().toString();
    const computed = deadlines(instant, 'routine');
    const dates = [
      clockOf(deadlines(instant, 'routine', state), notice),
      clockOf(deadlines(instant, 'routine', federal), notice),
      ...computed.clocks,
    ].map(({ due }) => due.slice(0, 19));
    expect(dates).toEqual([byState, byFederal, byBoth, inSevenDays].map((date) => `${date}T23:59:59`));
    expect(computed.clocks.map(({ id }) => id)).toEqual([notice, decision]);
    expect(computed.governing.id).toBe(governing);
    expect(computed.governing.due).toBe(clockOf(computed, governing).due);
    expect(computed.governing.workBy.slice(0, 19)).toBe(`${workBy}T17:00:00`);
  });
});

describe('compound cases', () => {
  it('K1: routine Wed 11-18 09:00, marked urgent Fri 11-20 15:00: Mon 11-23 15:00', () => {
    const { due } = deadlines('2026-11-18T09:00:00-08:00', 'routine').governing;
    const shortened = known(shortenToUrgent(at(due), at('2026-11-20T15:00:00-08:00'), pacific));
    expect(shortened.clock).toMatchObject({ id: 'urgent-72h', due: '2026-11-23T15:00:00-08:00' });
    expect(shortened.workBy).toBe('2026-11-22T15:00:00-08:00');
  });

  it('K1, marked urgent on the last day: the deadline that already stands is kept', () => {
    const { due } = deadlines('2026-11-18T09:00:00-08:00', 'routine').governing;
    const shortened = known(shortenToUrgent(at(due), at('2026-11-25T15:00:00-08:00'), pacific));
    expect(shortened.clock).toMatchObject({ id: 'urgent-72h', due: '2026-11-25T23:59:59-08:00' });
    expect(shortened.clock.explanation).toContain('no later than the deadline that already stands');
    expect(shortened.workBy).toBe('2026-11-25T23:59:59-08:00');
  });

  it('K3: lowered to routine on Sat 11-21, received Fri 11-20: the standard clocks run from Friday', () => {
    expect(deadlines('2026-11-20T10:00:00-08:00', 'routine').governing).toMatchObject({
      id: 'decision-7-calendar-days',
      due: '2026-11-27T23:59:59-08:00',
    });
  });

  it.for([
    ['both', '2026-11-27T23:59:59-08:00'],
    ['state', '2026-11-30T23:59:59-08:00'],
  ] as const)(
    'K4: denied Tue 11-24 15:00, closures by %s, member by %s: provider Wed 11-25 15:00',
    ([name, member]) => {
      const calendar = name === 'both' ? pacific : planned(stateClosures);
      const { due } = deadlines('2026-11-23T09:00:00-08:00', 'routine', calendar).governing;
      expect(due).toBe('2026-11-30T23:59:59-08:00');
      const decided = at('2026-11-24T15:00:00-08:00');
      const notices = known(noticeDeadlines({ decided, governingDue: at(due), calendar }));
      expect(notices.provider).toMatchObject({ id: 'notify-provider-24-hours', due: '2026-11-25T15:00:00-08:00' });
      expect(notices.member).toMatchObject({ id: 'notify-member-2-business-days', due: member });
    },
  );

  it('K6: fax to a delegate Fri 11-20 16:59, forwarded Mon 11-23 08:00: Friday counts', () => {
    const faxed = at('2026-11-20T16:59:00-08:00');
    expect(earliestReceipt(at('2026-11-23T08:00:00-08:00'), faxed)).toBe(faxed);
  });

  it('K7: the clock expires undecided: notice is due the same local day', () => {
    expect(known(overdueNotice(at('2026-11-24T00:59:00Z'), pacific)).due).toBe('2026-11-23T23:59:59-08:00');
    expect(known(overdueNotice(at('2026-11-25T23:59:59-08:00'), pacific)).due).toBe('2026-11-25T23:59:59-08:00');
  });

  it.for([
    ['2026-11-18T09:00:00-08:00', '2026-12-02T23:59:59-08:00'],
    ['2026-10-25T23:59:59-07:00', '2026-11-08T23:59:59-08:00'],
  ] as const)('an extension of a request first received %s ends %s', ([received, due]) => {
    expect(known(extensionLimit(at(received), pacific))).toMatchObject({ id: 'extension-14-calendar-days', due });
  });
});
