import { describe, expect } from 'vitest';
import { isWithinListedScope } from '../../../src/policy/data/licenceScopes.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [string, string | undefined, boolean])[] = [
  ['MD', 'Z99.9', true],
  ['DO', undefined, true],
  ['PSYD', 'F01.50', true],
  ['PHD', 'F99', true],
  ['LCSW', 'E89', false],
  ['LMFT', 'G00', false],
  ['LPCC', undefined, false],
  ['OD', 'H00.0', true],
  ['OD', 'G99', false],
  ['DDS', 'K14.9', true],
  ['DMD', 'K20', false],
  ['DPM', 'L60.0', true],
  ['DPM', 'L61', false],
  ['DPM', 'S99.9', true],
  ['DPM', 'T00', false],
  ['PSY', 'F5', false],
  ['RN', 'K50.90', false],
  ['', 'K50.90', false],
];

describe('a licence class is listed for a condition', () => {
  table(
    rows,
    ([licenceClass, icd10, listed]) => `${licenceClass || 'no class'}, ${icd10 ?? 'no diagnosis'} → ${listed}`,
    ([licenceClass, icd10, listed]) => {
      expect(isWithinListedScope(licenceClass, icd10)).toBe(listed);
    },
  );
});
