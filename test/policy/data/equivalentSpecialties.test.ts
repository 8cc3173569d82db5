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

  it.for<[code: string, group: 'adult' | 'paediatric' | undefined]>([
    ['207RX0202X', 'adult'],
    ['207RI0008X', 'adult'],
    ['207RA0001X', 'adult'],
    ['207RA0002X', 'adult'],
    ['207QA0505X', 'adult'],
    ['207QG0300X', 'adult'],
    ['2084P0805X', 'adult'],
    ['363LA2200X', 'adult'],
    ['2080N0001X', 'paediatric'],
    ['2080P0006X', 'paediatric'],
    ['2080A0000X', 'paediatric'],
    ['363LP0200X', 'paediatric'],
    ['207VX0201X', undefined],
    ['2086X0206X', undefined],
  ])('%s without a pair is %s', ([code, group]) => {
    expect(ageGroup(code)).toBe(group);
  });

  it('a specialty for all ages has no age group', () => {
    expect(ageGroup('207Q00000X')).toBeUndefined();
  });
});
