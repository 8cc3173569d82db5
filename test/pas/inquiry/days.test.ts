import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysOf, haveCommonDay } from '../../../src/pas/inquiry/days.ts';
import type { DatePeriod } from '../../../src/policy/evidence.ts';

describe('the days of a date or Period, in California', () => {
  const rows = [
    [undefined, undefined],
    ['2026-11-23', { start: '2026-11-23', end: '2026-11-23' }],
    ['2026-02', { start: '2026-02-01', end: '2026-02-28' }],
    ['2028-02', { start: '2028-02-01', end: '2028-02-29' }],
    ['2026', { start: '2026-01-01', end: '2026-12-31' }],
    ['2026-11-23T04:00:00Z', { start: '2026-11-22', end: '2026-11-22' }],
    [{}, undefined],
    [{ start: '2026-11-23' }, { start: '2026-11-23' }],
    [{ end: '2026-11' }, { end: '2026-11-30' }],
    [
      { start: '2026-11', end: '2026' },
      { start: '2026-11-01', end: '2026-12-31' },
    ],
  ] as const;
  it.for(rows)('%j: %j', ([value, days]) => expect(daysOf(value, 'America/Los_Angeles')).toEqual(days));
});

describe('a day in common', () => {
  const first = Temporal.PlainDate.from('2026-11-20');
  const place = fc.option(fc.nat(9), { nil: undefined });
  const bounds = fc.tuple(place, place).filter(([start = 0, end = 9]) => start <= end);
  const dayAt = (days: number | undefined) => (days === undefined ? undefined : first.add({ days }).toString());
  const periodOf = ([start, end]: readonly [number | undefined, number | undefined]): DatePeriod => ({
    start: dayAt(start),
    end: dayAt(end),
  });

  it('is found exactly when some day is in both', () => {
    fc.assert(
      fc.property(bounds, bounds, (a, b) => {
        const within = ([start = 0, end = 9]: typeof a, day: number) => start <= day && day <= end;
        const common = Array.from({ length: 10 }, (_, day) => day).some((day) => within(a, day) && within(b, day));
        expect(haveCommonDay(periodOf(a), periodOf(b))).toBe(common);
      }),
    );
  });
});
