import { allOf } from '../answer.ts';
import type { Evidence, LocalDate } from '../evidence.ts';
import type { ProfessionalStanding } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';
import { clinicalBackground } from './clinicalBackground.ts';
import { licenceActive } from './licenceActive.ts';
import { professionalType } from './professionalType.ts';
import { scopeOfPractice } from './scopeOfPractice.ts';

export const appropriatelyQualifiedClause: Clause = {
  cite: 'VI.B',
  words:
    'An appropriately qualified health care professional, qualified to render a second opinion, is considered to be a primary care provider or specialist acting within the scope of practice and who possesses a clinical background including training and expertise related to the particular illness, disease or condition associated with the request for a second opinion.',
};

/** Whom and what the qualification is asked of. */
export interface QualificationQuestion {
  readonly standing: ProfessionalStanding;
  /** ICD-10-CM; absent: the request names none. */
  readonly diagnosis: string | undefined;
  readonly age: Evidence<number>;
  readonly serviceDate: LocalDate;
  /** The reason given may be about an operation (VI.A.1). */
  readonly mayBeSurgical: boolean;
}

/** VI.B whole: qualified when type, licence, scope and background all are; the parts follow the whole. */
export function appropriatelyQualified(question: QualificationQuestion): readonly [Finding, ...Finding[]] {
  const { standing, diagnosis, age, serviceDate, mayBeSurgical } = question;
  const parts = [
    professionalType(standing),
    licenceActive(standing.licences, serviceDate),
    scopeOfPractice(standing.licences, diagnosis, serviceDate),
    clinicalBackground(standing, diagnosis, age, mayBeSurgical),
  ];
  const answer = allOf(parts.map((part) => part.answer));
  const open = parts.filter((part) => part.answer !== 'yes').map((part) => part.id);
  const because =
    open.length === 0 ? 'Type, licence, scope and background are all shown' : `Not shown: ${open.join(', ')}`;
  return [finding(appropriatelyQualifiedClause, 'appropriately-qualified', answer, because), ...parts];
}
