import { expect, it } from 'vitest';
import { benchValidate } from '../../src/bench/validate.ts';

it('the bench of validation measures profiles beside the rules of R4: at most 400 µs a Claim', () => {
  const { entries, profiles, coreEntries, reading, ratio } = benchValidate(20);
  expect(entries).toBeGreaterThan(5);
  expect(profiles).toBeGreaterThan(0);
  expect(profiles, 'µs').toBeLessThanOrEqual(400);
  expect(reading).toBeGreaterThan(profiles);
  expect(ratio).toBeCloseTo(profiles / coreEntries, 3);
});
