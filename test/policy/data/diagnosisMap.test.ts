import { describe, expect, it } from 'vitest';
import { clinicalBackground } from '../../../src/policy/clauses/clinicalBackground.ts';
import { diagnosisBlocks, relatedSpecialties } from '../../../src/policy/data/diagnosisMap.ts';
import { taxonomy } from '../../../src/policy/data/taxonomy.ts';
import { known } from '../../../src/policy/evidence.ts';
import { table } from '../table.ts';

describe('every block', () => {
  table(
    diagnosisBlocks,
    ([first, last, specialties]) => `${first}–${last} in order, its specialties listed: ${specialties}`,
    ([first, last, specialties]) => {
      expect([first, last].filter((category) => !/^[A-Z][0-9][0-9A-Z]$/.test(category))).toEqual([]);
      expect(first <= last).toBe(true);
      expect(specialties.split(' ').filter((code) => taxonomy(code) === undefined)).toEqual([]);
      expect(relatedSpecialties(first)).toEqual(expect.arrayContaining(specialties.split(' ')));
      expect(relatedSpecialties(last)).toEqual(expect.arrayContaining(specialties.split(' ')));
    },
  );
});

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const numbers = Array.from({ length: 100 }, (_, index) => String(index).padStart(2, '0'));

describe('what the map says nothing of', () => {
  table(
    ['R', 'V', 'W', 'X', 'Y'],
    (letter) => `${letter}00–${letter}99`,
    (letter) => {
      expect(numbers.filter((number) => relatedSpecialties(`${letter}${number}`).length > 0)).toEqual([]);
    },
  );

  it('Z codes, but for a history of cancer and a transplanted organ', () => {
    const mapped = numbers.map((number) => `Z${number}`).filter((category) => relatedSpecialties(category).length > 0);
    expect(mapped).toEqual(['Z85', 'Z94']);
  });

  table(
    ['', ' ', 'K', 'K5', '?', 'Z71.2', 'Z71.0', 'R10.9'],
    (code) => `“${code}”`,
    (code) => {
      expect(relatedSpecialties(code)).toEqual([]);
    },
  );
});

const examples: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['K50.90', ['207RG0100X'], ['207RC0000X']],
  [' k50.90 ', ['207RG0100X'], []],
  ['I25.10', ['207RC0000X', '207RA0001X'], ['2084V0102X']],
  ['I63.9', ['2084V0102X', '207T00000X'], ['207RC0001X']],
  ['C50.911', ['208600000X', '207RX0202X'], ['208800000X']],
  ['C61', ['208800000X'], ['207VX0201X']],
  ['F32.9', ['2084P0800X', '103TC0700X'], ['2084P0802X']],
  ['F10.20', ['2084P0802X'], []],
  ['B18.2', ['207RI0008X', '207RI0200X'], []],
  ['O9A.11', ['207V00000X'], []],
  ['Q21.0', ['2080P0202X', '207RA0002X'], []],
  ['T25.0', ['208200000X'], []],
  ['T33.0', ['207X00000X'], ['208200000X']],
  ['Z94.0', ['204F00000X'], []],
];

describe('the specialties related to', () => {
  table(
    examples,
    ([icd10, related, not]) =>
      `${icd10}: with ${related.join(', ')}, without ${not.join(', ') || 'anything else named'}`,
    ([icd10, related, not]) => {
      const found = relatedSpecialties(icd10);
      expect(found).toEqual(expect.arrayContaining([...related]));
      expect(found.filter((code) => not.includes(code))).toEqual([]);
      expect(new Set(found).size).toBe(found.length);
    },
  );
});

it('no category of ICD-10-CM makes the background a no', () => {
  const held = { specialties: ['207ND0101X'], certifications: [] };
  const answers = letters
    .flatMap((letter) => numbers.map((number) => `${letter}${number}`))
    .map((category) => clinicalBackground(held, category, known(52, '2026-12-10'), false).answer);
  expect(new Set(answers)).toEqual(new Set(['unknown']));
});
