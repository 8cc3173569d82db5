import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { milesBetween, placeOfAddress, placeOfLocation } from '../../src/directory/place.ts';
import { noPostalCodes, parsePostalCodes } from '../../src/directory/postalCodes.ts';

const eureka = { latitude: 40.8021, longitude: -124.1637 };
const sacramento = { latitude: 38.5816, longitude: -121.4944 };

const anywhere = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('miles between two places', () => {
  it('a degree of a meridian is 69.1 miles', () => {
    expect(milesBetween({ latitude: 38, longitude: -122 }, { latitude: 39, longitude: -122 })).toBeCloseTo(69.1, 1);
  });

  it('Eureka is about 208 miles from Sacramento', () => {
    expect(Math.round(milesBetween(eureka, sacramento) / 5)).toBe(Math.round(208 / 5));
  });

  it('is none to itself, the same both ways, and never more than half the earth', () => {
    fc.assert(
      fc.property(anywhere, anywhere, (one, other) => {
        expect(milesBetween(one, one)).toBe(0);
        expect(milesBetween(one, other)).toBeCloseTo(milesBetween(other, one), 6);
        expect(milesBetween(one, other)).toBeLessThanOrEqual(Math.PI * 3958.8 + 1e-6);
      }),
    );
  });
});

const table = parsePostalCodes('zip,lat,lon\n95501,40.8,-124.2\n');
const geolocation = (latitude: number, longitude: number) => ({
  extension: [
    {
      url: 'http://hl7.org/fhir/StructureDefinition/geolocation',
      extension: [
        { url: 'latitude', valueDecimal: latitude },
        { url: 'longitude', valueDecimal: longitude },
      ],
    },
  ],
});
const centroid = { latitude: 40.8, longitude: -124.2 };

describe('where an address is', () => {
  const rows = [
    ['its geolocation', { ...geolocation(38, -122), postalCode: '95501' }, { latitude: 38, longitude: -122 }],
    ['the centroid of its postal code', { postalCode: '95501' }, centroid],
    ['nine digits', { postalCode: '95501-1234' }, centroid],
    ['a postal code not in the table', { postalCode: '96001' }, undefined],
    ['a geolocation that is nowhere', { ...geolocation(0, 0), postalCode: '95501' }, centroid],
    ['a geolocation out of range', geolocation(-124, 300), undefined],
    ['no address', undefined, undefined],
  ] as const;
  test.each(rows)('%s', (_title, address, place) => {
    const given = address && { ...address, ...('extension' in address ? { extension: [...address.extension] } : {}) };
    expect(placeOfAddress(given, table)).toMatchObject(place ?? {});
    expect(placeOfAddress(given, table) === undefined).toBe(place === undefined);
  });
});

describe('where a location is', () => {
  const location = { resourceType: 'Location', address: { postalCode: '95501' } } as const;
  const rows = [
    ['its position', { ...location, position: sacramento }, sacramento],
    ['its postal code', location, centroid],
    ['neither', { resourceType: 'Location' } as const, undefined],
  ] as const;
  test.each(rows)('%s', (_title, given, place) => {
    expect(placeOfLocation(given, table)).toEqual(place && expect.objectContaining(place));
  });

  it('without a table only by position', () => {
    expect(placeOfLocation(location, noPostalCodes)).toBeUndefined();
  });
});

describe('a table of postal codes', () => {
  it('may name counties', () => {
    const codes = parsePostalCodes('zip,lat,lon,county\n95501,40.8,-124.2,Humboldt\n94559,38.3,-122.3,\n');
    expect([codes.get('95501')?.county, codes.get('94559')?.county]).toEqual(['Humboldt', undefined]);
  });

  const wrong = [
    ['zip,lat,lon\n9550,40.8,-124.2\n', ['row 1, zip']],
    ['zip,lat,lon\n95501,91,-124.2\n', ['row 1, lat']],
    ['zip,lat,lon\n95501,40,-124\n95502,x,-190\n', ['row 2, lat', 'row 2, lon']],
    ['postal,lat,lon\n95501,40,-124\n', ['row 1, zip']],
  ] as const;
  test.each(wrong)('%j is refused: %j', (text, problems) => {
    for (const problem of problems) expect(() => parsePostalCodes(text)).toThrow(problem);
  });
});
