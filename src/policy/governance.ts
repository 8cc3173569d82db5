import { annualReview } from './clauses/annualReview.ts';
import type { PolicyVersion } from './data/policyVersions.ts';
import type { LocalDate } from './evidence.ts';
import type { Finding } from './finding.ts';

/** What the plan should know about its own rules; goes to the case's evidence, never onto a ClaimResponse. */
export function governanceFindings(policy: PolicyVersion, receivedOn: LocalDate): readonly Finding[] {
  return [annualReview(policy, receivedOn)].filter(({ answer }) => answer !== 'yes');
}
