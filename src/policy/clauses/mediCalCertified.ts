import { anyOf } from '../answer.ts';
import type { DatePeriod, Evidence, LocalDate } from '../evidence.ts';
import { type Clause, type Finding, finding } from '../finding.ts';
import { covers, periodInWords } from '../period.ts';

export const mediCalCertifiedClause: Clause = {
  cite: 'VI.A',
  words: 'an approved out-of-network provider who is certified by Medi-Cal',
  readAs:
    'Enrolled with Medi-Cal on the service date. A no refuses this provider, not the opinion, and only a person may say it.',
};

/** VI.A, third sentence, second half: is the professional enrolled with Medi-Cal on `serviceDate`? */
export function mediCalCertified(enrolments: Evidence<readonly DatePeriod[]>, serviceDate: LocalDate): Finding {
  const clause = mediCalCertifiedClause;
  const id = 'medi-cal-certified';
  if (!enrolments.known) return finding(clause, id, 'unknown', enrolments.because);
  if (enrolments.value.length === 0) return finding(clause, id, 'unknown', 'No enrolment of record', enrolments.asOf);
  const answer = anyOf(enrolments.value.map((period) => covers(period, serviceDate)));
  const periods = enrolments.value.map(periodInWords).join(', ');
  const because = {
    yes: `Enrolled ${periods}`,
    no: `Enrolment of record is ${periods}; none covers ${serviceDate}`,
    unknown: `Enrolment of record is ${periods}: no start date`,
  };
  return finding(clause, id, answer, because[answer], enrolments.asOf);
}
