import type { Location, Resource } from '@medplum/fhirtypes';
import { describe, expect, it, test } from 'vitest';
import { benchDirectory } from '../../src/bench/directory.ts';
import {
  memberNumber,
  practitionerNpi,
  sizeOf,
  syntheticPlan,
  syntheticPostalCodes,
} from '../../src/bench/syntheticPlan.ts';
import { isNpi } from '../../src/fhir/npi.ts';

const isLocation = (resource: Resource): resource is Location => resource.resourceType === 'Location';
const everything = (roles: number, seed: number) =>
  [...syntheticPlan(sizeOf(roles), seed)].map(([type, resources]) => [type, [...resources()]] as const);

describe('the invented plan', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(everything(50, 1)).toEqual(everything(50, 1));
    expect(everything(50, 2)).not.toEqual(everything(50, 1));
  });

  it('has as many roles as asked for, and NPIs and member numbers of their own', () => {
    const roles = everything(120, 1).find(([type]) => type === 'PractitionerRole');
    expect(roles?.[1]).toHaveLength(120);
    const numbers = [0, 1, 2, 9_999_999].map(practitionerNpi);
    expect(numbers.filter(isNpi)).toEqual(numbers);
    expect(memberNumber(7)).not.toBe(memberNumber(8));
  });
});

test('every invented place is near the centroid of its postal code', () => {
  const codes = syntheticPostalCodes();
  const locations = everything(4000, 1).flatMap(([, resources]) => resources.filter(isLocation));
  expect(locations).toHaveLength(100);
  for (const { position, address } of locations) {
    const centroid = codes.get(address?.postalCode ?? '');
    expect(Math.abs((position?.latitude ?? 0) - (centroid?.latitude ?? 99))).toBeLessThan(0.06);
    expect(Math.abs((position?.longitude ?? 0) - (centroid?.longitude ?? 99))).toBeLessThan(0.06);
  }
});

test('the bench loads the whole plan and gathers facts with candidates', async () => {
  const measures = await benchDirectory({ roles: 400, runs: 20, seed: 1 });
  expect(measures.records).toBe(400 + 160 + 2 * 10 + 2 * 500);
  expect(measures.candidates).toBeGreaterThan(0.5);
  for (const { p50, p99 } of [measures, measures.first]) expect(p99).toBeGreaterThanOrEqual(p50);
  expect(measures.processor.p50).toBeGreaterThan(0);
});
