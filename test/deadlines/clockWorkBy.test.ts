import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockWorkBy } from '../../src/deadlines/index.ts';
import { pacific, planned } from './support.ts';

describe('by when to work on one clock', () => {
  it.for([
    ['24 hours', 'hours', '2026-11-25T16:30:00-08:00', '2026-11-26T16:30:00-08:00', '2026-11-26T08:30:00-08:00'],
    ['hours cut short', 'hours', '2026-11-28T10:00:00-08:00', '2026-11-28T16:30:00-08:00', '2026-11-28T14:20:00-08:00'],
    [
      'over the change of the clocks',
      'hours',
      '2026-10-31T12:00:00-07:00',
      '2026-11-01T11:00:00-08:00',
      '2026-11-01T03:00:00-08:00',
    ],
    ['days', 'business days', '2026-11-25T16:30:00-08:00', '2026-11-30T23:59:59-08:00', '2026-11-30T17:00:00-08:00'],
    [
      'days that end on a holiday',
      'calendar days',
      '2026-11-20T09:00:00-08:00',
      '2026-11-27T23:59:59-08:00',
      '2026-11-25T17:00:00-08:00',
    ],
    [
      'days cut short within a day',
      'business days',
      '2026-11-25T10:00:00-08:00',
      '2026-11-25T16:30:00-08:00',
      '2026-11-25T16:30:00-08:00',
    ],
    [
      'a day that is over',
      'calendar days',
      '2026-11-25T23:59:59-08:00',
      '2026-11-25T23:59:59-08:00',
      '2026-11-25T23:59:59-08:00',
    ],
    [
      'a Saturday, at once',
      'calendar days',
      '2026-11-28T10:00:00-08:00',
      '2026-11-28T23:59:59-08:00',
      '2026-11-28T10:00:00-08:00',
    ],
    [
      'due before it starts',
      'hours',
      '2026-11-28T10:00:00-08:00',
      '2026-11-27T10:00:00-08:00',
      '2026-11-27T10:00:00-08:00',
    ],
  ] as const)('%s (%s) from %s to %s: %s', ([, unit, start, due, expected]) => {
    expect(clockWorkBy({ start, due, unit }, pacific)).toBe(expected);
  });

  it('where the plan’s calendar does not say, the due instant', () => {
    const clock = {
      start: '2027-01-04T09:00:00-08:00',
      due: '2027-01-06T23:59:59-08:00',
      unit: 'business days',
    } as const;
    expect(clockWorkBy(clock, planned([], '2026-01-01', '2026-12-31'))).toBe(clock.due);
    expect(clockWorkBy(clock, planned(['2027-01-06'], '2026-01-01', '2027-12-31'))).toBe('2027-01-05T17:00:00-08:00');
  });

  it('never after it is due, and never before it starts', () => {
    const instants = fc.integer({ min: Date.parse('2026-01-01Z') / 1000, max: Date.parse('2027-12-01Z') / 1000 });
    const units = fc.constantFrom('hours', 'business days', 'calendar days');
    const inWords = (seconds: number) => new Date(seconds * 1000).toISOString();
    fc.assert(
      fc.property(instants, fc.integer({ min: -100_000, max: 2_000_000 }), units, (start, length, unit) => {
        const end = start + length;
        const by = Date.parse(clockWorkBy({ start: inWords(start), due: inWords(end), unit }, pacific)) / 1000;
        expect(by).toBeLessThanOrEqual(end);
        expect(by).toBeGreaterThanOrEqual(Math.min(start, end));
      }),
      { seed: 20261125, numRuns: 500 },
    );
  });
});
