import { describe, expect, it } from 'vitest';
import { whyNotCounted } from '../../src/deadlines/calendar.ts';
import { federalOffices } from '../../src/deadlines/federalOffices.ts';
import { closuresIn } from '../../src/deadlines/holidayRules.ts';
import { stateOffices } from '../../src/deadlines/stateOffices.ts';
import { commonClosures, federalClosures, pacific, stateClosures } from './support.ts';

const offices = { state: stateOffices, federal: federalOffices };

function sorted(year: number, name: keyof typeof offices): string[] {
  return [...closuresIn(year, offices[name]).keys()].sort();
}

function daysOf(year: number): Temporal.PlainDate[] {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  return Array.from({ length: first.daysInYear }, (_, days) => first.add({ days }));
}

describe('closures of a year', () => {
  it.for([
    { name: 'state', year: 2026, closures: stateClosures },
    { name: 'state', year: 2027, closures: stateClosures },
    { name: 'federal', year: 2026, closures: federalClosures },
    { name: 'federal', year: 2027, closures: federalClosures },
  ] as const)('$name offices in $year', ({ name, year, closures }) => {
    expect(sorted(year, name)).toEqual(closures.filter((date) => date.startsWith(`${year}-`)));
  });

  it.for([2026, 2027])('only what both close is skipped in %i', (year) => {
    const skipped = daysOf(year).filter((date) => date.dayOfWeek < 6 && whyNotCounted(date, pacific));
    expect(skipped.map(String)).toEqual(commonClosures.filter((date) => date.startsWith(`${year}-`)));
  });
});

describe('a holiday at a weekend', () => {
  it.for([
    ['state', '2023-11-10', 'Veterans Day', 'Veterans Day on a Saturday'],
    ['federal', '2023-11-10', 'Veterans Day', 'Veterans Day on a Saturday'],
    ['state', '2026-07-03', undefined, 'July 4 on a Saturday'],
    ['federal', '2026-07-03', 'Independence Day', 'July 4 on a Saturday'],
    ['state', '2027-07-05', 'Independence Day', 'July 4 on a Sunday'],
    ['federal', '2027-07-05', 'Independence Day', 'July 4 on a Sunday'],
    ['state', '2024-04-01', 'Farmworkers Day (March 31)', 'March 31 on a Sunday'],
    ['federal', '2024-04-01', undefined, 'March 31 on a Sunday'],
    ['state', '2027-12-24', undefined, 'Christmas on a Saturday'],
    ['federal', '2027-12-24', 'Christmas Day', 'Christmas on a Saturday'],
    ['state', '2027-12-31', undefined, 'January 1, 2028 on a Saturday'],
    ['federal', '2027-12-31', "New Year's Day", 'January 1, 2028 on a Saturday'],
    ['state', '2028-01-03', undefined, 'January 1, 2028 on a Saturday'],
    ['federal', '2028-01-03', undefined, 'January 1, 2028 on a Saturday'],
    ['state', '2023-01-02', "New Year's Day", 'January 1, 2023 on a Sunday'],
    ['federal', '2023-01-02', "New Year's Day", 'January 1, 2023 on a Sunday'],
  ] as const)('%s offices on %s: %s (%s)', ([name, date, holiday]) => {
    expect(closuresIn(Number(date.slice(0, 4)), offices[name]).get(date)).toBe(holiday);
  });
});

it.for([
  ['2020-06-19', undefined],
  ['2021-06-18', 'Juneteenth'],
] as const)('a rule is not applied before it came into effect: federal offices on %s: %s', ([date, holiday]) => {
  expect(closuresIn(Number(date.slice(0, 4)), federalOffices).get(date)).toBe(holiday);
});
