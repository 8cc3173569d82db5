import { reasonOf } from '../data/reasons.ts';
import type { ReasonCode } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const reasonForOpinionClause: Clause = {
  cite: 'VI.A',
  words: 'Reasons for second opinions include, but may not be limited to the following:',
  readAs: 'The list is open: no reason, or one that is not listed, is never a ground for refusal.',
};

/** VI.A, last sentence with its five numbered reasons (`data/reasons.ts`): which reason is given? */
export function reasonForOpinion(codes: readonly ReasonCode[]): Finding {
  const clause = reasonForOpinionClause;
  const listed = codes.map(reasonOf).filter((reason) => reason !== undefined);
  if (listed.length > 0) {
    const because = listed.map((reason) => `${reason.cite}: ${reason.words}`).join(' ');
    return finding(clause, 'reason', 'yes', because);
  }
  if (codes.includes('OTHER')) return finding(clause, 'reason', 'yes', 'A reason of its own, outside the five listed');
  return finding(clause, 'reason', 'unknown', 'No coded reason is given; none is needed');
}

/** VI.A.2: a condition that threatens life, limb or function. Looked at first by people; it raises no clock by itself. */
export function threateningConditionTriage(codes: readonly ReasonCode[]): Finding | undefined {
  const reason = codes.includes('R2') ? reasonOf('R2') : undefined;
  if (!reason) return undefined;
  return finding(reason, 'urgent-triage', 'unknown', 'Reason R2 is given: a person should look at the urgency first');
}
