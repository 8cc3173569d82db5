import type { Location, PractitionerRole } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { areasOf, areaTags } from '../../../src/directory/load/areaTags.ts';
import { areaTagSystem, taxonomyCodes } from '../../../src/fhir/systems.ts';

const locations: Readonly<Record<string, Location>> = {
  'Location/coast': { resourceType: 'Location', address: { postalCode: '95501-1234', city: 'Eureka' } },
  'Location/bay': { resourceType: 'Location', address: { postalCode: '94559', city: ' San  José ' } },
  'Location/unplaced': { resourceType: 'Location', address: { state: 'CA' } },
};

it.for<[specialties: string[], places: string[], codes: string[]]>([
  [['207RC0000X'], ['coast'], ['207RC0000X@95501', '207RC0000X@eureka']],
  [['207RC0000X'], ['bay'], ['207RC0000X@94559', '207RC0000X@san jose']],
  [
    ['207RC0000X', '207R00000X'],
    ['coast', 'bay'],
    [
      '207R00000X@94559',
      '207R00000X@95501',
      '207R00000X@eureka',
      '207R00000X@san jose',
      '207RC0000X@94559',
      '207RC0000X@95501',
      '207RC0000X@eureka',
      '207RC0000X@san jose',
    ],
  ],
  [
    ['207RC0000X', '207RC0000X'],
    ['coast', 'coast'],
    ['207RC0000X@95501', '207RC0000X@eureka'],
  ],
  [['207RC0000X'], ['unplaced'], []],
  [['207RC0000X'], ['not-of-record'], []],
  [['207RC0000X'], [], []],
  [[], ['coast'], []],
])('specialties %j at %j are tagged %j', ([specialties, places, codes]) => {
  const role: PractitionerRole = {
    resourceType: 'PractitionerRole',
    specialty: specialties.map((code) => ({ coding: [{ system: taxonomyCodes, code }] })),
    location: places.map((place) => ({ reference: `Location/${place}` })),
  };
  const found = areaTags(role, (reference) => locations[reference]);
  expect(found).toEqual(codes.map((code) => ({ system: areaTagSystem, code })));
});

it('an address that is not there lies in no area', () => {
  expect(areasOf(undefined)).toEqual([]);
});
