import type { AuthorizationPeriod } from './authorization.ts';
import type { CandidateView } from './availability.ts';
import { primaryCareRefusal } from './clauses/primaryCareRefusal.ts';
import { reasonForOpinion, threateningConditionTriage } from './clauses/reasonForOpinion.ts';
import { requestIsReviewed, requestIsReviewedClause } from './clauses/requestIsReviewed.ts';
import { secondOpinionRequested } from './clauses/secondOpinionRequested.ts';
import { urgentRequest } from './clauses/urgentRequest.ts';
import { type PolicyVersion, policyInForce } from './data/policyVersions.ts';
import { earlierUndecidedFinding, withEarlierNote } from './earlierUndecided.ts';
import type { CaseFacts } from './facts.ts';
import { type Finding, finding } from './finding.ts';
import { governanceFindings } from './governance.ts';
import { determineItem } from './itemDetermination.ts';
import { updateError, updateFindings } from './updates.ts';

/**
 * What software may answer, as X12 306: certified in total, pended, no action required. Denied (A3), partial (A2) and
 * modified (A6) are not in the type: they need a licensed person (Health & Safety Code 1367.01(k), MPUP3078 VI.F).
 */
export type SoftwareReviewAction = 'A1' | 'A4' | 'NA';

/** Which row of the answer table (README) gave the answer. */
export type AnswerRow = 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;

export interface ItemDetermination {
  readonly sequence: number;
  readonly row: AnswerRow;
  readonly action: SoftwareReviewAction;
  /** With A1 only. */
  readonly authorization?: AuthorizationPeriod;
  /** With A4 only: what people are asked to do. */
  readonly task?: 'review' | 'find-provider';
  /** Plain sentences for the requestor. */
  readonly notes: readonly string[];
  /** For the reviewer: what the findings point to. Never a decision. */
  readonly recommendation?: string;
  readonly findings: readonly Finding[];
  /** Network professionals considered, the likeliest first. */
  readonly candidates: readonly CandidateView[];
}

/** Why the request cannot be processed as it stands; X12 901. Not a denial: the requestor may correct and resubmit. */
export interface RequestError {
  readonly code: '33' | '71' | '75' | '79' | 'AA';
  readonly subject: 'birth-date' | 'member' | 'insurer' | 'prior-request';
  readonly text: string;
}

export interface Determination {
  readonly policy: PolicyVersion;
  readonly urgent: boolean;
  /** Row 1; when there is one, no item is answered. */
  readonly error?: RequestError;
  readonly items: readonly ItemDetermination[];
  /** Findings about the request as a whole. */
  readonly findings: readonly Finding[];
  /** For the plan, never for the requestor. */
  readonly governance: readonly Finding[];
}

export interface DeterminationOptions {
  /** False: row 9 goes to people. */
  readonly autoApprove: boolean;
  /** Calendar days an approval holds at most. */
  readonly authorizationDays: number;
}

/** Applies the policy in force on the day of receipt to the facts: the answer table, item by item. Pure. */
export function determine(facts: CaseFacts, options: DeterminationOptions): Determination {
  const policy = policyInForce(facts.receivedOn);
  const urgency = urgentRequest(facts.urgencySignals);
  const error = requestError(facts);
  const shared = { policy, urgent: urgency.urgent, governance: governanceFindings(policy, facts.receivedOn) };
  const findings = [...urgency.findings, ...requestFindings(facts)];
  if (error) return { ...shared, findings, items: [], error };
  const items = facts.items.map((item) => determineItem(item, facts, urgency.urgent, options));
  return { ...shared, findings, items: facts.undecidedSince === undefined ? items : items.map(withEarlierNote) };
}

function requestError({ payerIsOurs, member, update }: CaseFacts): RequestError | undefined {
  if (!payerIsOurs) {
    return {
      code: '79',
      subject: 'insurer',
      text: 'The insurer of the request is not this plan. Send it to the member’s own plan.',
    };
  }
  if (member.identified) return update && updateError(update);
  switch (member.problem) {
    case 'number-not-of-record':
      return {
        code: '75',
        subject: 'member',
        text: 'No member of this plan has the number given. Check the member number and send the request again.',
      };
    case 'birth-date-contradicts':
      return {
        code: '71',
        subject: 'birth-date',
        text: 'The date of birth given is not the one of record for this member number. Check both and send the request again.',
      };
  }
}

function requestFindings(facts: CaseFacts): readonly Finding[] {
  const doubts = facts.member.identified ? facts.member.doubts : [];
  return [
    secondOpinionRequested(facts.secondOpinionSignals),
    requestIsReviewed(facts.asker),
    reasonForOpinion(facts.reasons),
    threateningConditionTriage(facts.reasons),
    facts.primaryCareRefused ? primaryCareRefusal(true) : undefined,
    ...doubts.map((doubt) => finding(requestIsReviewedClause, 'member-identified', 'unknown', doubt)),
    ...(facts.update ? updateFindings(facts.update) : []),
    facts.undecidedSince === undefined ? undefined : earlierUndecidedFinding(facts.undecidedSince),
    ...facts.unreadable.map((problem) => finding(requestIsReviewedClause, 'request-readable', 'unknown', problem)),
  ].filter((entry) => entry !== undefined);
}
