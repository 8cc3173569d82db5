import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { recordedOn } from '../../src/directory/recordedOn.ts';
import { localDate } from '../../src/pas/reading/localDate.ts';

const zones = ['America/Los_Angeles', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'] as const;

test('is the local date of the instant, also around midnight and for the same minute in another zone', () => {
  const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instant, fc.constantFrom(...zones), (date, zone) => {
      const aroundMidnight = [-60_000, -1, 0, 1, 59_999].map((offset) =>
        new Date(Math.round(date.getTime() / 900_000) * 900_000 + offset).toISOString(),
      );
      for (const lastUpdated of [date.toISOString(), ...aroundMidnight]) {
        expect(recordedOn({ meta: { lastUpdated } }, zone)).toBe(localDate(lastUpdated, zone));
      }
    }),
    { numRuns: 500 },
  );
});

it.for([
  [undefined, undefined],
  ['2026-11-25T23:30:00+02:00', '2026-11-25'],
  ['2026-11-25T23:30:00-08:00', '2026-11-25'],
  ['2026-11-25T23:30:00Z', '2026-11-25'],
  ['2026-11-26T07:59:59.999Z', '2026-11-25'],
  ['2026-11-26T08:00:00Z', '2026-11-26'],
  ['2026-02-30T08:00:00Z', undefined],
  ['yesterday', undefined],
])('%s is %s in Los Angeles', ([lastUpdated, expected]) => {
  const resource = { meta: lastUpdated === undefined ? {} : { lastUpdated } };
  expect(recordedOn(resource, 'America/Los_Angeles')).toBe(expected);
  expect(recordedOn(resource, 'America/Los_Angeles')).toBe(expected);
});
