import type { Claim } from '@medplum/fhirtypes';
import type { Issue } from './issues.ts';

/**
 * A rule of the PAS Claim. The Claim has members of the right JSON types, but any of them may be missing: what R4
 * requires is told by R4's own rules.
 */
export interface ClaimRule {
  readonly code: Issue['code'];
  /** What is accepted. */
  readonly text: string;
  /** FHIRPath below the Claim of each element that breaks the rule; none when it holds. */
  readonly brokenAt: (claim: Partial<Claim>) => readonly string[];
}

/** The issues of a Claim under rules. @param at - FHIRPath of the Claim */
export function claimIssues(rules: readonly ClaimRule[], claim: Claim, at: string): Issue[] {
  return rules.flatMap(({ code, text, brokenAt }) =>
    brokenAt(claim).map((path) => ({ code, text, expression: `${at}.${path}` })),
  );
}
