import { describe, expect } from 'vitest';
import { categoryOf, isWithin } from '../../../src/policy/data/icd10.ts';
import { table } from '../table.ts';

const categories: readonly (readonly [string, string | undefined])[] = [
  ['K50.90', 'K50'],
  ['K5090', 'K50'],
  ['K50', 'K50'],
  [' k50.90 ', 'K50'],
  ['C7A.00', 'C7A'],
  ['O9A.11', 'O9A'],
  ['K5', undefined],
  ['K', undefined],
  ['KK0', undefined],
  ['150.1', undefined],
  ['', undefined],
];

describe('the category of', () => {
  table(
    categories,
    ([icd10, category]) => `“${icd10}” → ${category ?? 'none'}`,
    ([icd10, category]) => {
      expect(categoryOf(icd10)).toBe(category);
    },
  );
});

const blocks: readonly (readonly [string, boolean])[] = [
  ['K19', false],
  ['K20', true],
  ['K95', true],
  ['K96', false],
];

describe('K20–K95 holds', () => {
  table(
    blocks,
    ([category, within]) => `${category} → ${within ? 'yes' : 'no'}`,
    ([category, within]) => {
      expect(isWithin(['K20', 'K95'], category)).toBe(within);
    },
  );
});
