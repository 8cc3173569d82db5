import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginningOfTime, endOfTime, rangeOf } from '../../../src/store/embedded/search/instants.ts';

describe('the stretch of time a FHIR value stands for', () => {
  test.each([
    { value: '2026', low: '2026-01-01T00:00:00.000Z', high: '2026-12-31T23:59:59.999Z' },
    { value: '2026-02', low: '2026-02-01T00:00:00.000Z', high: '2026-02-28T23:59:59.999Z' },
    { value: '2024-02', low: '2024-02-01T00:00:00.000Z', high: '2024-02-29T23:59:59.999Z' },
    { value: '2026-02-03', low: '2026-02-03T00:00:00.000Z', high: '2026-02-03T23:59:59.999Z' },
    { value: '2026-02-03T10:20', low: '2026-02-03T10:20:00.000Z', high: '2026-02-03T10:20:59.999Z' },
    { value: '2026-02-03T10:20:30-08:00', low: '2026-02-03T18:20:30.000Z', high: '2026-02-03T18:20:30.999Z' },
    { value: '2026-02-03T10:20:30.1Z', low: '2026-02-03T10:20:30.100Z', high: '2026-02-03T10:20:30.199Z' },
    { value: '2026-02-03T10:20:30.123Z', low: '2026-02-03T10:20:30.123Z', high: '2026-02-03T10:20:30.123Z' },
    { value: '2026-02-03T10:20:30.123456Z', low: '2026-02-03T10:20:30.123Z', high: '2026-02-03T10:20:30.123Z' },
    { value: { start: '2026-01', end: '2026-02' }, low: '2026-01-01T00:00:00.000Z', high: '2026-02-28T23:59:59.999Z' },
  ])('$value is $low to $high', ({ value, low, high }) => {
    expect(rangeOf(value)).toEqual({ low: Date.parse(low), high: Date.parse(high) });
  });

  test.each([
    { value: { start: '2026' }, end: 'high', limit: endOfTime },
    { value: { end: '2026' }, end: 'low', limit: beginningOfTime },
  ] as const)('$value is open at its $end', ({ value, end, limit }) => {
    expect(rangeOf(value)?.[end]).toBe(limit);
  });

  test.each(['', 'yesterday', '2026-13-01T10:00', '26', {}, null, 5])('%s is none', (value) => {
    expect(rangeOf(value)).toBeUndefined();
  });

  test('is never empty, and an instant lies within its own', () => {
    const instants = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.constantFrom(4, 7, 10, 16, 19, 23), (date, precision) => {
        const text = date.toISOString().slice(0, precision);
        const range = rangeOf(precision > 10 ? `${text}Z` : text);
        expect(range?.low).toBeLessThanOrEqual(date.getTime());
        expect(range?.high).toBeGreaterThanOrEqual(date.getTime());
      }),
    );
  });
});
