import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calendar, computeDeadlines, noticeDeadlines, type Urgency } from '../../src/deadlines/index.ts';
import {
  type Expected,
  expectedNotices,
  expectedRoutine,
  expectedUrgent,
  isoDate,
  type PlanClosures,
} from './oracle.ts';
import { known, pacific } from './support.ts';

const second = (instant: string) => Date.parse(instant) / 1000;
const first = second('2026-01-01T00:00:00-08:00');
const last = second('2049-12-15T00:00:00-08:00');
const day = 86_400;

const secondsIn = (range: number) => fc.integer({ min: -range, max: range });
const year = fc.integer({ min: 2026, max: 2048 });

/** A second since 1970 near an instant of the year told by `edge`, at most `range` seconds away. */
function near(range: number, edge: (inYear: number) => number) {
  return fc
    .tuple(year, secondsIn(range))
    .map(([inYear, offset]) => Math.min(Math.max(edge(inYear) + offset, first), last));
}

const received = fc.oneof(
  fc.integer({ min: first, max: last }),
  near(6 * day, (inYear) => Date.UTC(inYear, 2, 11, 10) / 1000),
  near(6 * day, (inYear) => Date.UTC(inYear, 10, 4, 9) / 1000),
  near(12 * day, (inYear) => Date.UTC(inYear + 1, 0, 1, 8) / 1000),
  near(12 * day, (inYear) => Date.UTC(inYear, 10, 25, 8) / 1000),
  // The hours in which a receipt falls on one date in UTC and another in California, and the seconds around midnight.
  fc
    .tuple(fc.integer({ min: Math.ceil(first / day) + 1, max: Math.floor(last / day) }), secondsIn(2))
    .chain(([number, offset]) => fc.constantFrom(0, 7, 8).map((hour) => number * day + hour * 3600 + offset)),
);

const urgency = fc.constantFrom<Urgency>('routine', 'urgent');

interface Case {
  readonly received: number;
  readonly closures: PlanClosures;
  readonly calendar: Calendar;
}

/** Half of the cases without a plan calendar, half with closures strewn over the days around receipt. */
const receivedCase: fc.Arbitrary<Case> = fc
  .tuple(
    received,
    fc.option(fc.uniqueArray(fc.integer({ min: -3, max: 12 }), { maxLength: 6 }), { freq: 1, nil: undefined }),
  )
  .map(([at, offsets]) => {
    if (!offsets) return { received: at, closures: undefined, calendar: pacific };
    const closures = new Set(offsets.map((offset) => Math.floor(at / day) + offset));
    const named = [...closures].map((number) => ({ date: isoDate(number), name: 'Closed' }));
    const plan = { version: 'drawn', from: '2022-01-01', to: '2049-12-31', closures: named };
    return { received: at, closures, calendar: { ...pacific, plan } };
  });

const instant = (at: number) => Temporal.Instant.fromEpochMilliseconds(at * 1000);

describe('the same as counted day by day and hour by hour', () => {
  it('every clock of a request, in 12,000 cases', () => {
    fc.assert(
      fc.property(receivedCase, urgency, ({ received: at, closures, calendar }, kind) => {
        const computed = known(computeDeadlines({ received: instant(at), urgency: kind, calendar }));
        const told: Expected = {
          clocks: computed.clocks.map(({ id, due }) => [id, due] as const),
          governing: computed.governing,
        };
        expect(told).toEqual(kind === 'urgent' ? expectedUrgent(at) : expectedRoutine(at, closures));
      }),
      { seed: 3078, numRuns: 12_000 },
    );
  });

  it('both notices of a decision, in time or late, in 3,000 cases', () => {
    const delay = fc.integer({ min: 0, max: 9 * day });
    fc.assert(
      fc.property(receivedCase, urgency, delay, ({ received: at, closures, calendar }, kind, after) => {
        const { governing } = known(computeDeadlines({ received: instant(at), urgency: kind, calendar }));
        const governingDue = Temporal.Instant.from(governing.due);
        const { member, provider } = known(noticeDeadlines({ decided: instant(at + after), governingDue, calendar }));
        expect([member.due, provider.due]).toEqual(
          expectedNotices(at + after, governingDue.epochMilliseconds / 1000, closures),
        );
      }),
      { seed: 1367, numRuns: 3_000 },
    );
  });
});
