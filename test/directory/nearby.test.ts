import { describe, expect, test } from 'vitest';
import { ringsAround } from '../../src/directory/nearby.ts';
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
    const rings = ringsAround({ postalCode: '95501-1234', city: 'San José' }, noPostalCodes);
    expect(rings).toEqual([['95501'], ['san jose']]);
  });

  test('of no address are none', () => {
    expect(ringsAround(undefined, table)).toEqual([]);
    expect(ringsAround({ state: 'CA' }, table)).toEqual([]);
  });

  test('with a table are rings of the nearest codes, up to 60 miles', () => {
    const rings = ringsAround({ postalCode: '95530' }, table);
    expect(rings.map(({ length }) => length)).toEqual([1, 2, 6, 8]);
    const away = rings.flat().map((code) => Math.abs(Number(code) - 95530));
    expect(away).toEqual(away.toSorted((a, b) => a - b));
    expect(Math.max(...away)).toBe(8);
  });
});
