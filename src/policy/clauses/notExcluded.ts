import { anyOf, not } from '../answer.ts';
import { exclusionListName } from '../data/exclusionLists.ts';
import type { Evidence, LocalDate } from '../evidence.ts';
import type { Exclusion } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';
import { covers, periodInWords } from '../period.ts';

export const notExcludedClause: Clause = {
  cite: 'VI.A',
  words: 'certified by Medi-Cal',
  readAs: 'Who stands on an exclusion list on the service date cannot be paid, enrolled or not.',
};

/** VI.A, certified by Medi-Cal: is the professional free of exclusions on `serviceDate`? An exclusion without a start counts as begun. */
export function notExcluded(exclusions: Evidence<readonly Exclusion[]>, serviceDate: LocalDate): Finding {
  const clause = notExcludedClause;
  const id = 'not-excluded';
  if (!exclusions.known) return finding(clause, id, 'unknown', exclusions.because);
  const active = exclusions.value.filter(({ period }) => covers(begun(period), serviceDate) === 'yes');
  const answer = not(anyOf(active.map(() => 'yes')));
  const because =
    active.length === 0
      ? `On no exclusion list of record on ${serviceDate}`
      : active.map(({ list, period }) => `${exclusionListName(list)}, ${periodInWords(period)}`).join('; ');
  return finding(clause, id, answer, because, exclusions.asOf);
}

function begun(period: Exclusion['period']): Exclusion['period'] {
  return { ...period, start: period?.start ?? '0001-01-01' };
}
