import { describe, expect, it } from 'vitest';
import { computeDeadlines, type PlanCalendar } from '../../src/deadlines/index.ts';
import { clockOf, deadlines, pacific, planned, refusal } from './support.ts';

const at = (instant: string) => Temporal.Instant.from(instant);
const notice = 'member-notice-5-business-days';
const decision = 'decision-7-calendar-days';

describe('routine receipts around an edge', () => {
  it.for([
    ['2026-11-17T23:59:59-08:00', '2026-11-24T23:59:59-08:00', '2026-11-24T23:59:59-08:00', 'before midnight'],
    ['2026-11-18T00:00:00-08:00', '2026-11-25T23:59:59-08:00', '2026-11-25T23:59:59-08:00', 'at midnight'],
    ['2026-11-18T00:00:01-08:00', '2026-11-25T23:59:59-08:00', '2026-11-25T23:59:59-08:00', 'after midnight'],
    ['2026-11-19T00:30:00Z', '2026-11-25T23:59:59-08:00', '2026-11-25T23:59:59-08:00', 'UTC is a day ahead'],
    ['2026-06-18T06:59:59Z', '2026-06-24T23:59:59-07:00', '2026-06-24T23:59:59-07:00', 'before midnight, PDT'],
    ['2026-06-18T07:00:00Z', '2026-06-25T23:59:59-07:00', '2026-06-25T23:59:59-07:00', 'at midnight, PDT'],
    [
      '2026-10-26T12:00:00-07:00',
      '2026-11-02T23:59:59-08:00',
      '2026-11-02T23:59:59-08:00',
      'clocks go back in between',
    ],
    ['2026-10-25T12:00:00-07:00', '2026-10-30T23:59:59-07:00', '2026-11-01T23:59:59-08:00', 'due the day they go back'],
    ['2026-11-01T01:30:00-07:00', '2026-11-06T23:59:59-08:00', '2026-11-08T23:59:59-08:00', 'the first 01:30 of two'],
    ['2026-11-01T01:30:00-08:00', '2026-11-06T23:59:59-08:00', '2026-11-08T23:59:59-08:00', 'the second 01:30 of two'],
    ['2027-03-08T12:00:00-08:00', '2027-03-15T23:59:59-07:00', '2027-03-15T23:59:59-07:00', 'clocks go forward'],
    [
      '2027-03-07T12:00:00-08:00',
      '2027-03-12T23:59:59-08:00',
      '2027-03-14T23:59:59-07:00',
      'due the day they go forward',
    ],
    ['2026-12-31T23:59:59-08:00', '2027-01-08T23:59:59-08:00', '2027-01-07T23:59:59-08:00', 'last second of the year'],
    ['2027-01-01T00:00:00-08:00', '2027-01-08T23:59:59-08:00', '2027-01-08T23:59:59-08:00', 'first second of the year'],
    [
      '2026-01-01T00:00:00-08:00',
      '2026-01-08T23:59:59-08:00',
      '2026-01-08T23:59:59-08:00',
      'first day of the 7-day limit',
    ],
    ['2027-12-27T12:00:00-08:00', '2028-01-03T23:59:59-08:00', '2028-01-03T23:59:59-08:00', 'federal Dec 31 only'],
    ['2028-02-25T12:00:00-08:00', '2028-03-03T23:59:59-08:00', '2028-03-03T23:59:59-08:00', 'leap day counts'],
  ] as const)('%s: member notice %s, decision %s (%s)', ([received, noticeDue, decisionDue]) => {
    const computed = deadlines(received, 'routine');
    expect(clockOf(computed, notice).due).toBe(noticeDue);
    expect(clockOf(computed, decision).due).toBe(decisionDue);
  });
});

describe('urgent receipts around a change of the clocks', () => {
  it.for([
    ['2026-11-01T01:30:00-07:00', '2026-11-04T00:30:00-08:00'],
    ['2026-11-01T01:30:00-08:00', '2026-11-04T01:30:00-08:00'],
    ['2026-10-29T01:30:00-07:00', '2026-11-01T01:30:00-07:00'],
    ['2026-10-29T02:30:00-07:00', '2026-11-01T01:30:00-08:00'],
    ['2027-03-11T01:59:59-08:00', '2027-03-14T01:59:59-08:00'],
    ['2027-03-11T02:00:00-08:00', '2027-03-14T03:00:00-07:00'],
    ['2026-12-29T00:00:00-08:00', '2027-01-01T00:00:00-08:00'],
  ] as const)('%s is due %s', ([received, due]) => {
    expect(deadlines(received, 'urgent').governing.due).toBe(due);
    expect(at(received).until(at(due)).total('hours')).toBe(72);
  });
});

describe('instants', () => {
  it.for([
    ['2026-11-25T16:30:00.999999999-08:00', '2026-11-25T16:30:00-08:00', '2026-11-28T16:30:00-08:00'],
    ['2026-11-26T00:30:00Z', '2026-11-25T16:30:00-08:00', '2026-11-28T16:30:00-08:00'],
    ['2026-11-26T06:00:00+05:30', '2026-11-25T16:30:00-08:00', '2026-11-28T16:30:00-08:00'],
  ] as const)('%s is told as %s, due %s: local offset, whole seconds', ([instant, received, due]) => {
    const computed = deadlines(instant, 'urgent');
    expect(computed).toMatchObject({ received, governing: { due } });
  });

  it.for([
    ['UTC', '2026-11-25T23:59:59+00:00'],
    ['Asia/Kolkata', '2026-11-26T23:59:59+05:30'],
    ['America/Los_Angeles', '2026-11-25T23:59:59-08:00'],
  ] as const)('the zone decides the day of receipt: 2026-11-18T20:00:00Z in %s is due %s', ([timeZone, due]) => {
    const computed = deadlines('2026-11-18T20:00:00Z', 'routine', { timeZone });
    expect(computed).toMatchObject({ timeZone, governing: { due } });
  });

  it('a day ends with its last second where the clocks go back at midnight', () => {
    // Beirut, 2026-10-24 to 25: 24:00 becomes 23:00, so that 23:59:59 comes twice.
    const { clocks } = deadlines('2026-10-17T12:00:00Z', 'routine', { timeZone: 'Asia/Beirut' });
    expect(clocks[1]?.due).toBe('2026-10-24T23:59:59+02:00');
  });
});

describe('what a clock tells', () => {
  it('names what it skipped, and why', () => {
    const clock = clockOf(deadlines('2026-11-25T16:30:00-08:00', 'routine'), notice);
    expect(clock).toEqual({
      id: notice,
      basis: 'MPUP3078 VI.D.2',
      start: '2026-11-25T16:30:00-08:00',
      rule: '5 business days',
      unit: 'business days',
      due: '2026-12-03T23:59:59-08:00',
      skipped: [
        { date: '2026-11-26', because: 'Thanksgiving Day, a state and federal holiday' },
        { date: '2026-11-28', because: 'weekend' },
        { date: '2026-11-29', because: 'weekend' },
      ],
      explanation:
        'The member must be told whether the requested provider was approved within 5 business days after the day of receipt ' +
        '(Wed Nov 25, 2026), by the end of Thu Dec 3, 2026. Not counted: Thu Nov 26, 2026 (Thanksgiving Day, a state and ' +
        'federal holiday); Sat Nov 28, 2026 (weekend); Sun Nov 29, 2026 (weekend).',
    });
  });

  it.for([
    ['2026-10-30T16:59:00-07:00', 'the clocks go back in between'],
    ['2027-03-12T16:59:00-08:00', 'the clocks go forward in between'],
    ['2026-11-25T16:30:00-08:00', 'Nights, weekends and holidays count.'],
  ] as const)('72 hours from %s: "%s"', ([received, words]) => {
    expect(clockOf(deadlines(received, 'urgent'), 'urgent-72h').explanation).toContain(words);
  });

  it('with a plan calendar: its version, and exactly its closures', () => {
    const computed = deadlines('2026-11-25T16:30:00-08:00', 'routine', planned(['2026-11-30']));
    expect(computed.calendar).toBe('test-1');
    expect(clockOf(computed, notice).skipped).toEqual([
      { date: '2026-11-28', because: 'weekend' },
      { date: '2026-11-29', because: 'weekend' },
      { date: '2026-11-30', because: 'Closure 2026-11-30, closed in plan calendar test-1' },
    ]);
    expect(clockOf(computed, notice).due).toBe('2026-12-03T23:59:59-08:00');
  });

  it('without one: state-and-federal', () => {
    expect(deadlines('2026-11-25T16:30:00-08:00', 'urgent').calendar).toBe('state-and-federal');
  });
});

describe('work by: 17:00 on a working day of every calendar', () => {
  it.for([
    ['2026-11-20T10:00:00-08:00', [], '2026-11-25T17:00:00-08:00', 'day after Thanksgiving: only the state is closed'],
    ['2026-10-05T10:00:00-07:00', [], '2026-10-09T17:00:00-07:00', 'Columbus Day: only federal offices are closed'],
    ['2026-06-26T10:00:00-07:00', [], '2026-07-02T17:00:00-07:00', 'July 3: only federal offices are closed'],
    ['2026-11-11T10:00:00-08:00', ['2026-11-18'], '2026-11-17T17:00:00-08:00', 'only the plan is closed'],
    ['2026-11-18T10:00:00-08:00', ['2026-01-02'], '2026-11-25T17:00:00-08:00', 'nobody is closed'],
  ] as const)('received %s, plan closed %j: %s (%s)', ([received, closures, workBy]) => {
    const calendar = closures.length > 0 ? planned(closures) : pacific;
    expect(deadlines(received, 'routine', calendar).governing.workBy).toBe(workBy);
  });
});

describe('outside coverage there is no answer', () => {
  const plan: PlanCalendar = { version: '2026.1', from: '2026-02-01', to: '2026-12-31', closures: [] };
  const calendars = { 'built-in': pacific, '2026.1': { ...pacific, plan } } as const;

  it.for([
    [
      '2025-12-31T23:59:59-08:00',
      'routine',
      'built-in',
      '2025-12-31 is outside coverage: the limit was 14 calendar days',
    ],
    [
      '2021-12-31T23:59:59-08:00',
      'urgent',
      'built-in',
      '2021-12-31 is outside the built-in state and federal calendars',
    ],
    [
      '2049-12-30T12:00:00-08:00',
      'urgent',
      'built-in',
      '2050-01-02 is outside the built-in state and federal calendars',
    ],
    [
      '2049-12-27T12:00:00-08:00',
      'routine',
      'built-in',
      '2050-01-01 is outside the built-in state and federal calendars',
    ],
    ['2026-01-31T23:59:59-08:00', 'urgent', '2026.1', '2026-01-31 is outside plan calendar 2026.1'],
    ['2026-12-29T12:00:00-08:00', 'urgent', '2026.1', '2027-01-01 is outside plan calendar 2026.1'],
    ['2026-12-25T12:00:00-08:00', 'routine', '2026.1', '2027-01-01 is outside plan calendar 2026.1'],
  ] as const)('%s %s, calendar %s: %s', ([received, urgency, name, message]) => {
    const calendar = calendars[name];
    expect(refusal(computeDeadlines({ received: at(received), urgency, calendar }))).toContain(message);
  });

  it.for([
    ['2022-01-01T00:00:00-08:00', 'urgent', 'built-in', '2022-01-04T00:00:00-08:00'],
    ['2049-12-28T23:59:59-08:00', 'urgent', 'built-in', '2049-12-31T23:59:59-08:00'],
    ['2049-12-24T12:00:00-08:00', 'routine', 'built-in', '2049-12-31T23:59:59-08:00'],
    ['2026-02-01T00:00:00-08:00', 'urgent', '2026.1', '2026-02-04T00:00:00-08:00'],
    ['2026-12-24T12:00:00-08:00', 'routine', '2026.1', '2026-12-31T23:59:59-08:00'],
  ] as const)('just inside, %s %s, calendar %s: due %s', ([received, urgency, name, due]) => {
    expect(deadlines(received, urgency, calendars[name]).governing.due).toBe(due);
  });
});
