import type { AskerFacts, OrderProblem } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const requestIsReviewedClause: Clause = {
  cite: 'VI.A',
  words:
    'When a second medical opinion is requested by a Member, a Member’s authorized representative and/ or health professional, the request will be reviewed.',
  readAs:
    'Any health professional, treating or contracted or not. A representative whose authority is not yet verified opens the case and its clock all the same.',
};

const problems: Record<OrderProblem, string> = {
  'not-to-be-performed': 'The order says that the service is not to be performed',
  'entered-in-error': 'The order says that it was entered in error',
};

/** VI.A, first sentence: is it a request at all, if its own order contradicts it? Nothing, where nothing is said against it. */
export function orderStands(problem: OrderProblem | undefined): readonly Finding[] {
  return problem ? [finding(requestIsReviewedClause, 'order-stands', 'unknown', problems[problem])] : [];
}

/** VI.A, first sentence: who asks? Whoever it is, the request is reviewed. */
export function requestIsReviewed(asker: AskerFacts): Finding {
  const clause = requestIsReviewedClause;
  switch (asker.kind) {
    case 'member':
      return finding(clause, 'asker-entitled', 'yes', 'The member asks');
    case 'health-professional':
      return finding(clause, 'asker-entitled', 'yes', 'A health professional asks');
    case 'representative':
      return asker.verified
        ? finding(clause, 'asker-entitled', 'yes', 'The member’s authorized representative asks')
        : finding(clause, 'asker-entitled', 'unknown', 'A representative asks whose authority is yet to be verified');
    case 'unknown':
      return finding(clause, 'asker-entitled', 'unknown', 'The request does not say who asks');
  }
}
