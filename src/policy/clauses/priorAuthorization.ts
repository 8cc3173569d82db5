import { type Answer, not } from '../answer.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const priorAuthorizationClause: Clause = {
  cite: 'VI.A',
  words:
    'If there is no provider in the Partnership network who can provide the second opinion, a prior authorization will be required and if approved, Partnership will pay for the second opinion from an approved out-of-network provider who is certified by Medi-Cal.',
  readAs:
    'Required also when a network provider exists but the member asks for one outside: the plan then reviews the choice.',
};

/** VI.A, third sentence, first half: does the item need prior authorization? Only an opinion from the network does not. */
export function priorAuthorization(inNetwork: Answer): Finding {
  const clause = priorAuthorizationClause;
  const because: Record<Answer, string> = {
    yes: 'The requested provider is in network',
    no: 'The requested provider is out of network',
    unknown: 'Network membership is not established; treated as required until it is',
  };
  return finding(clause, 'prior-authorization-required', not(inNetwork), because[inNetwork]);
}
