import { describe, expect, it } from 'vitest';
import { ageGroup, equivalentSpecialties, withEquivalents } from '../../../src/policy/data/equivalentSpecialties.ts';
import { taxonomy, taxonomyInWords } from '../../../src/policy/data/taxonomy.ts';
import { table } from '../table.ts';

describe('every pair', () => {
  table(
    equivalentSpecialties,
    ([adult, paediatric]) => `${taxonomyInWords(adult)} and ${taxonomyInWords(paediatric)}`,
    ([adult, paediatric]) => {
      expect([adult, paediatric].filter((code) => taxonomy(code) === undefined)).toEqual([]);
      expect([ageGroup(adult), ageGroup(paediatric)]).toEqual(['adult', 'paediatric']);
      expect(taxonomy(paediatric)?.label).toMatch(/Pediatric|Child/);
      expect(withEquivalents([adult])).toEqual([adult, paediatric]);
      expect(withEquivalents([paediatric])).toEqual([paediatric, adult]);
    },
  );
});

const rows: readonly (readonly [readonly string[], readonly string[]])[] = [
  [[], []],
  [['208C00000X'], ['208C00000X']],
  [
    ['207RG0100X', '2080P0206X'],
    ['207RG0100X', '2080P0206X'],
  ],
  [
    ['208C00000X', '207RG0100X'],
    ['208C00000X', '207RG0100X', '2080P0206X'],
  ],
];

describe('with equivalents', () => {
  table(
    rows,
    ([codes, all]) => `${codes.join(', ') || 'nothing'} → ${all.join(', ') || 'nothing'}`,
    ([codes, all]) => {
      expect(withEquivalents(codes)).toEqual(all);
    },
  );

  it('a specialty for all ages has no age group', () => {
    expect(ageGroup('207Q00000X')).toBeUndefined();
  });
});
