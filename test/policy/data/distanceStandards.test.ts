import { describe, expect, it } from 'vitest';
import { distanceStandards, standardsFor } from '../../../src/policy/data/distanceStandards.ts';
import { table } from '../table.ts';

const rows: readonly (readonly ['primary-care' | 'specialist', string | undefined, readonly number[]])[] = [
  ['primary-care', 'Napa', [10]],
  ['primary-care', undefined, [10]],
  ['specialist', 'San Francisco', [15]],
  ['specialist', 'Solano', [30]],
  ['specialist', 'napa county', [45]],
  ['specialist', ' HUMBOLDT ', [60]],
  ['specialist', undefined, [15, 30, 45, 60]],
  ['specialist', 'Washoe', [15, 30, 45, 60]],
];

describe('the standards that may hold', () => {
  table(
    rows,
    ([care, county, miles]) => `${care} in ${county ?? 'a county not known'}: ${miles.join(', ')} miles`,
    ([care, county, miles]) => {
      expect(standardsFor(care, county).map((standard) => standard.miles)).toEqual(miles);
    },
  );

  it('by the plan’s own table, where it has one', () => {
    const own = { ...distanceStandards, standards: [{ care: 'specialist', miles: 20, minutes: 40 } as const] };
    expect(standardsFor('specialist', 'Napa', own).map(({ miles }) => miles)).toEqual([20]);
  });
});

describe('the table', () => {
  const counties = distanceStandards.standards.flatMap((standard) => standard.counties ?? []);

  it('names each of the 58 counties once', () => {
    expect([counties.length, new Set(counties).size]).toEqual([58, 58]);
  });
});
