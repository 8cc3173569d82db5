import { type Answer, not } from '../answer.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const referralOutsideNetworkClause: Clause = {
  cite: 'VI.C',
  words:
    'The Member shall be referred outside the network to a Medi-Cal certified provider when there is not a qualified network/contracted professional available (see discussion of out of network referrals in policy MCUP3124 Referral to Specialists [RAF] Policy.)',
  readAs:
    'A duty of the plan: when nobody is available in the network and the requested professional will not do, the plan finds a Medi-Cal certified one.',
};

/** VI.C, second sentence: must the plan refer outside its network? `available`: the answer to VI.C's first sentence. */
export function referralOutsideNetwork(available: Answer): Finding {
  const because: Record<Answer, string> = {
    yes: 'A qualified network professional is available',
    no: 'No qualified network professional is available: the plan must refer outside',
    unknown: 'Whether a network professional is available is not established',
  };
  return finding(referralOutsideNetworkClause, 'referral-outside-network', not(available), because[available]);
}
