import { isWithinListedScope } from '../data/licenceScopes.ts';
import type { Evidence, LocalDate } from '../evidence.ts';
import type { Licence } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';
import { licenceAnswer } from './licenceActive.ts';

export const scopeOfPracticeClause: Clause = {
  cite: 'VI.B',
  words: 'acting within the scope of practice',
  readAs:
    'Told by the class of a licence in force; physicians and surgeons are not limited by condition. What no list says is unknown, never a no.',
};

/** The licences active on `serviceDate` whose class permits an opinion on the condition (`icd10`, absent: not given). */
export function permittingLicences(
  licences: readonly Licence[],
  icd10: string | undefined,
  serviceDate: LocalDate,
): readonly Licence[] {
  return licences.filter(
    (licence) => licenceAnswer(licence, serviceDate) === 'yes' && isWithinListedScope(licence.licenceClass, icd10),
  );
}

/** VI.B, scope: does an active licence permit an opinion on the condition (`icd10`, absent: not given)? */
export function scopeOfPractice(
  licences: Evidence<readonly Licence[]>,
  icd10: string | undefined,
  serviceDate: LocalDate,
): Finding {
  const clause = scopeOfPracticeClause;
  const id = 'within-scope-of-practice';
  if (!licences.known) return finding(clause, id, 'unknown', licences.because);
  const [permitting] = permittingLicences(licences.value, icd10, serviceDate);
  const condition = icd10 ?? 'no diagnosis';
  if (permitting) {
    return finding(clause, id, 'yes', `${permitting.licenceClass} licence; ${condition}`, licences.asOf);
  }
  const classes = licences.value.map((licence) => licence.licenceClass).join(', ') || 'no licence of record';
  const because = `${classes}; ${condition}: no licence shown active is listed for it`;
  return finding(clause, id, 'unknown', because, licences.asOf);
}
