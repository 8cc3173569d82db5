import type { Signal } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const secondOpinionRequestedClause: Clause = {
  cite: 'V',
  words: 'To define the indications and process for Second Medical Opinions.',
  readAs:
    'The policy speaks only of second opinions: a request without any sign of being one is not decided under it. A third opinion is treated as a new request.',
};

/** V: is this a request for a second opinion at all? */
export function secondOpinionRequested(signals: readonly Signal[]): Finding {
  const clause = secondOpinionRequestedClause;
  const first = signals[0];
  if (first) return finding(clause, 'second-opinion-requested', 'yes', `${first.code} at ${first.expression}`);
  const because = 'Nothing on the request marks it as one for a second opinion';
  return finding(clause, 'second-opinion-requested', 'no', because);
}
