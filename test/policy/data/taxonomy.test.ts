import { describe, expect, it } from 'vitest';
import { type TaxonomyKind, taxonomy, taxonomyInWords, taxonomyRows } from '../../../src/policy/data/taxonomy.ts';
import { table } from '../table.ts';

describe('every NUCC code', () => {
  table(
    taxonomyRows,
    ([code, kind, label]) => `${code} ${label}: nine characters and X, ${kind}`,
    ([code, kind, label]) => {
      expect(code).toMatch(/^[0-9]{3}[0-9A-Z]{6}X$/);
      expect(label.trim()).not.toBe('');
      expect(taxonomy(code)).toEqual({ kind, label });
    },
  );

  it('is listed once', () => {
    const codes = taxonomyRows.map(([code]) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });
});

/** Codes that public repositories label wrongly, and others easily confused. */
const labels: readonly (readonly [string, string])[] = [
  ['207RE0101X', 'Endocrinology, Diabetes & Metabolism'],
  ['2086S0120X', 'Pediatric Surgery'],
  ['2085R0202X', 'Diagnostic Radiology'],
  ['2080P0201X', 'Pediatric Allergy & Immunology'],
  ['2080P0202X', 'Pediatric Cardiology'],
  ['207RC0001X', 'Clinical Cardiac Electrophysiology'],
  ['207VE0102X', 'Reproductive Endocrinology'],
  ['2080P0205X', 'Pediatric Endocrinology'],
  ['2080P0206X', 'Pediatric Gastroenterology'],
  ['2080P0208X', 'Pediatric Infectious Diseases'],
  ['2085R0001X', 'Radiation Oncology'],
  ['2085R0204X', 'Vascular & Interventional Radiology'],
  ['207RC0200X', 'Critical Care Medicine'],
  ['207RI0200X', 'Infectious Disease'],
  ['207RI0008X', 'Hepatology'],
];

describe('the labels that are easily mistaken', () => {
  table(
    labels,
    ([code, label]) => `${code} is ${label}`,
    ([code, label]) => {
      expect(taxonomyInWords(code)).toBe(`${label} (${code})`);
    },
  );
});

const kinds: readonly (readonly [string, TaxonomyKind | undefined])[] = [
  ['207R00000X', 'primary-care'],
  ['208D00000X', 'primary-care'],
  ['207V00000X', 'primary-care'],
  ['363LP2300X', 'primary-care'],
  ['207RG0100X', 'specialist'],
  ['103TC0700X', 'other-licensed'],
  ['213E00000X', 'other-licensed'],
  ['152W00000X', 'other-licensed'],
  ['174400000X', 'vague'],
  ['390200000X', 'not-a-person'],
  ['405300000X', 'vague'],
  ['193200000X', 'not-a-person'],
  ['193400000X', 'not-a-person'],
  ['213EG0000X', undefined],
  ['261Q00000X', 'not-a-person'],
  ['261QP2300X', 'not-a-person'],
  ['282N00000X', 'not-a-person'],
];

describe('the kinds', () => {
  table(
    kinds,
    ([code, kind]) => `${code} → ${kind ?? 'not listed'}`,
    ([code, kind]) => {
      expect(taxonomy(code)?.kind).toBe(kind);
    },
  );

  it('a code that is not listed is shown bare', () => {
    expect(taxonomyInWords('999999999X')).toBe('999999999X');
  });
});
