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

/** VI.B, scope: does a licence not proven inactive permit an opinion on the condition (`icd10`, absent: not given)? */
export function scopeOfPractice(
  licences: Evidence<readonly Licence[]>,
  icd10: string | undefined,
  serviceDate: LocalDate,
): Finding {
  const clause = scopeOfPracticeClause;
  const id = 'within-scope-of-practice';
  if (!licences.known) return finding(clause, id, 'unknown', licences.because);
  const usable = licences.value.filter((licence) => licenceAnswer(licence, serviceDate) !== 'no');
  const permitting = usable.find((licence) => isWithinListedScope(licence.licenceClass, icd10));
  const condition = icd10 ?? 'no diagnosis';
  if (permitting) {
    return finding(clause, id, 'yes', `${permitting.licenceClass} licence; ${condition}`, licences.asOf);
  }
  const classes = usable.map((licence) => licence.licenceClass).join(', ') || 'no usable licence';
  return finding(clause, id, 'unknown', `${classes}; ${condition}: not listed as within scope`, licences.asOf);
}
