import type { PolicyVersion } from './data/policyVersions.ts';
import type { LocalDate } from './evidence.ts';
import { type Clause, type Finding, finding } from './finding.ts';

const annualReviewClause: Clause = {
  cite: 'Closing statement',
  words: 'Evaluated and updated at least annually',
};

/** What the plan should know about its own rules; goes to the case's evidence, never onto a ClaimResponse. */
export function governanceFindings(policy: PolicyVersion, receivedOn: LocalDate): readonly Finding[] {
  const overdue = receivedOn > policy.nextReview;
  if (!overdue) return [];
  const because = `${policy.number} was due for review on ${policy.nextReview}; the request came on ${receivedOn}. It stays in force.`;
  return [finding(annualReviewClause, 'policy-reviewed-in-time', 'no', because, receivedOn)];
}
