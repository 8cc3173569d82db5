import type { PolicyVersion } from '../data/policyVersions.ts';
import type { LocalDate } from '../evidence.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const annualReviewClause: Clause = {
  cite: 'Closing statement',
  words: 'Evaluated and updated at least annually',
  readAs: 'In time up to and on the next review date. A policy past it stays in force; the plan is told.',
};

/** Closing statement: was the version in force still within its review date when the request came? */
export function annualReview(policy: PolicyVersion, receivedOn: LocalDate): Finding {
  const clause = annualReviewClause;
  const id = 'policy-reviewed-in-time';
  if (receivedOn <= policy.nextReview) {
    return finding(clause, id, 'yes', `Next review of ${policy.number}: ${policy.nextReview}`, receivedOn);
  }
  const because = `${policy.number} was due for review on ${policy.nextReview}; the request came on ${receivedOn}. It stays in force.`;
  return finding(clause, id, 'no', because, receivedOn);
}
