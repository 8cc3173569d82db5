import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clockOf, commonClosures, deadlines } from './support.ts';

const first = Temporal.PlainDate.from('2026-01-01');
const lastReceipt = Temporal.PlainDate.from('2027-12-15');
const dates = Array.from({ length: first.until(lastReceipt).days + 1 }, (_, days) => first.add({ days }));

function holidaysAfter(date: Temporal.PlainDate): number {
  const window = Array.from({ length: 7 }, (_, days) => date.add({ days: days + 1 }).toString());
  return commonClosures.filter((closure) => window.includes(closure)).length;
}

/** Calendar days by which the business-day clock ends after (positive) or before the 7-day clock. */
function businessDaysLag(date: Temporal.PlainDate): number {
  const noon = `${date}T20:00:00Z`;
  const computed = deadlines(noon, 'routine');
  const [notice, decision] = ['member-notice-5-business-days', 'decision-7-calendar-days'].map((id) =>
    Temporal.PlainDate.from(clockOf(computed, id).due.slice(0, 10)),
  );
  return decision && notice ? decision.until(notice).days : Number.NaN;
}

const weekday = dates.filter((date) => date.dayOfWeek < 6);
const weekend = dates.filter((date) => date.dayOfWeek >= 6);

it('a weekday receipt with no holiday after it: both clocks end on the same date', () => {
  const rows = weekday.filter((date) => holidaysAfter(date) === 0);
  expect(rows.length).toBeGreaterThan(300);
  expect(rows.filter((date) => businessDaysLag(date) !== 0).map(String)).toEqual([]);
});

it('a weekday receipt with a holiday after it: the 7-day clock ends earlier', () => {
  const rows = weekday.filter((date) => holidaysAfter(date) > 0);
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter((date) => businessDaysLag(date) < 1).map(String)).toEqual([]);
});

it('a weekend receipt with no holiday after it: the business-day clock ends earlier, on the Friday', () => {
  const rows = weekend.filter((date) => holidaysAfter(date) === 0);
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter((date) => businessDaysLag(date) !== (date.dayOfWeek === 6 ? -1 : -2)).map(String)).toEqual([]);
});

it('the hour of receipt does not matter to the clocks that count days', () => {
  const secondOfDay = fc.integer({ min: 0, max: 86_399 });
  fc.assert(
    fc.property(fc.constantFrom(...dates), secondOfDay, (date, second) => {
      const start = date.toZonedDateTime('America/Los_Angeles');
      const received = start.add({ seconds: second });
      fc.pre(received.toPlainDate().equals(date));
      const due = (instant: Temporal.ZonedDateTime) =>
        deadlines(instant.toInstant().toString(), 'routine').clocks.map((clock) => clock.due);
      expect(due(received)).toEqual(due(start));
    }),
    { seed: 20260101, numRuns: 500 },
  );
});
