import { describe, expect, test } from 'vitest';
import { defects, isNpi, npis, only, references } from './examples.ts';
import { record, rolesInNetwork, specialties } from './record.ts';

const counts = [
  ['InsurancePlan', 2],
  ['Patient', 13],
  ['Coverage', 13],
  ['Practitioner', 42],
  ['Location', 10],
  ['Flag', 3],
  ['OrganizationAffiliation', 1],
] as const;

const inNetwork = new Set(rolesInNetwork.flatMap(specialties));

describe('plan.json', () => {
  test.each(record.map((resource) => [`${resource.resourceType}/${resource.id}`, resource] as const))(
    '%s is valid base R4',
    (_, resource) => {
      expect(defects(resource)).toEqual([]);
    },
  );

  test.each(counts)('%s: %i', (type, count) => {
    expect(only(record, type)).toHaveLength(count);
  });

  test('each resource has an id of its own among its type', () => {
    const ids = record.map((resource) => `${resource.resourceType}/${resource.id}`);
    expect(ids).toHaveLength(new Set(ids).size);
  });

  test('each reference is relative and leads to a resource of the file', () => {
    const ids = new Set(record.map((resource) => `${resource.resourceType}/${resource.id}`));
    expect(references(record).length).toBeGreaterThan(0);
    expect(references(record).filter((reference) => !ids.has(reference))).toEqual([]);
  });

  test('each professional and each organization that gives care has a valid NPI of its own', () => {
    const bearers = [
      ...only(record, 'Practitioner'),
      ...only(record, 'Organization').filter(({ type }) => /"(payer|prvgrp|fac)"/.test(JSON.stringify(type))),
    ];
    const numbers = bearers.map(({ identifier }) => npis(identifier));
    expect(numbers.filter((own) => own.length !== 1 || !own.every(isNpi))).toEqual([]);
    expect(new Set(numbers.flat()).size).toBe(bearers.length);
  });

  test.each(['1234567890', '0000000006', '3234567897', '123456789'])('%s is not taken for an NPI', (npi) => {
    expect(isNpi(npi)).toBe(false);
  });

  test.each(['1234567893', '1003000126', '2234567891'])('%s is taken for an NPI', (npi) => {
    expect(isNpi(npi)).toBe(true);
  });

  test.each(['207RC0000X', '207RG0100X', '207XS0117X', '207RX0202X', '2084N0400X', '2084P0800X', '2080P0202X'])(
    'the networks of medi-cal have specialty %s',
    (code) => {
      expect(inNetwork).toContain(code);
    },
  );

  test.each(['207RA0001X', '207RT0003X', '207Y00000X', '207YX0901X', '207YP0228X', '207N00000X'])(
    'the networks of medi-cal do not have specialty %s',
    (code) => {
      expect(inNetwork).not.toContain(code);
    },
  );

  test('no role carries the network tag, which is the loader’s to set', () => {
    expect(record.filter((resource) => resource.meta !== undefined)).toEqual([]);
  });
});
