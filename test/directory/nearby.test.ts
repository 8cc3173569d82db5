import { describe, expect, test } from 'vitest';
import { areasAround } from '../../src/directory/nearby.ts';
import { noPostalCodes, type PostalCodes } from '../../src/directory/postalCodes.ts';

/** Codes a tenth of a degree, about seven miles, apart from south to north. */
const table: PostalCodes = new Map(
  Array.from({ length: 60 }, (_, index) => [
    `955${String(index).padStart(2, '0')}`,
    { latitude: 36 + index / 10, longitude: -122 },
  ]),
);

describe('the surroundings of a member', () => {
  test('without a table are the own postal code, then the city', () => {
    expect(areasAround({ postalCode: '95501-1234', city: 'Eureka' }, noPostalCodes)).toEqual([
      { parameter: 'address-postalcode', values: ['95501'] },
      { parameter: 'address-city', values: ['Eureka'] },
    ]);
  });

  test('of no address are none', () => {
    expect(areasAround(undefined, table)).toEqual([]);
    expect(areasAround({ state: 'CA' }, table)).toEqual([]);
  });

  test('with a table are rings of the nearest codes, up to 60 miles', () => {
    const areas = areasAround({ postalCode: '95530' }, table);
    expect(areas.map(({ values }) => values.length)).toEqual([1, 2, 6, 8]);
    const codes = areas.flatMap(({ values }) => values.map(Number));
    const away = codes.map((code) => Math.abs(code - 95530));
    expect(away).toEqual(away.toSorted((a, b) => a - b));
    expect(Math.max(...away)).toBe(8);
  });
});
