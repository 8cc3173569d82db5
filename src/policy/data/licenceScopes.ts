import { categoryOf, type DiagnosisBlock, isWithin } from './icd10.ts';

/**
 * Which conditions a licence class may give an opinion on, by ICD-10-CM category; California classes, recalled and not
 * verified against each practice act: what is not listed is unknown and goes to a person. In force from 2025-11-12.
 */
type Blocks = readonly DiagnosisBlock[];

export const licenceScopes: ReadonlyMap<string, 'any' | Blocks> = new Map<string, 'any' | Blocks>([
  ['MD', 'any'],
  ['DO', 'any'],
  ['PSY', [['F01', 'F99']]],
  ['PHD', [['F01', 'F99']]],
  ['PSYD', [['F01', 'F99']]],
  ['LCSW', [['F01', 'F99']]],
  ['LMFT', [['F01', 'F99']]],
  ['LPCC', [['F01', 'F99']]],
  ['OD', [['H00', 'H59']]],
  ['DDS', [['K00', 'K14']]],
  ['DMD', [['K00', 'K14']]],
  [
    'DPM',
    [
      ['M20', 'M21'],
      ['S90', 'S99'],
      ['L60', 'L60'],
    ],
  ],
]);

/** True: within scope. False: nothing listed says so, which is not a no. */
export function isWithinListedScope(licenceClass: string, icd10: string | undefined): boolean {
  const scope = licenceScopes.get(licenceClass.toUpperCase());
  if (scope === undefined) return false;
  if (scope === 'any') return true;
  const category = icd10 === undefined ? undefined : categoryOf(icd10);
  return category !== undefined && scope.some((block) => isWithin(block, category));
}
