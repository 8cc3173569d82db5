import { requestIsReviewedClause } from './clauses/requestIsReviewed.ts';
import type { RequestError } from './determination.ts';
import type { UpdateStatements } from './facts.ts';
import { type Finding, finding } from './finding.ts';

/** What is found of a request that names a prior one: is that on file, and did the sender mark what it changed? */
export function updateFindings({ prior, unmarked }: UpdateStatements): readonly Finding[] {
  return [
    priorFinding(prior),
    ...unmarked.map((because) => finding(requestIsReviewedClause, 'change-marked', 'no', because)),
  ].filter((entry) => entry !== undefined);
}

function priorFinding(prior: UpdateStatements['prior']): Finding | undefined {
  switch (prior) {
    case 'none':
      return undefined;
    case 'current':
      return finding(requestIsReviewedClause, 'prior-request-known', 'yes', 'The request updates one that is on file');
    case 'replaced':
      return finding(
        requestIsReviewedClause,
        'prior-request-known',
        'yes',
        'The request names a version that was updated since; what it changes is applied to the current one',
      );
    case 'unknown':
      return finding(
        requestIsReviewedClause,
        'prior-request-known',
        'unknown',
        'The request names a prior one that is not on file for this submitter; it is answered as if it were new',
      );
  }
}

const refusals: Readonly<Record<NonNullable<UpdateStatements['problem']>, Pick<RequestError, 'code' | 'text'>>> = {
  denied: {
    code: '33',
    text: 'What this request would change was denied, and a denial is not updated. Submit a new request, or appeal the denial.',
  },
  cancelled: {
    code: '33',
    text: 'The request that this one updates was cancelled as a whole, and cannot be updated any more. Submit a new request.',
  },
  'nothing-to-cancel': {
    code: 'AA',
    text: 'This request cancels a prior one that is not on file for this submitter, and has no items of its own. Name the prior Claim by the fullUrl or identifier under which it was submitted.',
  },
};

/** Why an update cannot be processed as it stands. */
export function updateError({ problem }: UpdateStatements): RequestError | undefined {
  return problem === undefined ? undefined : { ...refusals[problem], subject: 'prior-request' };
}
