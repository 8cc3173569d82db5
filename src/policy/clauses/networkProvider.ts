import { type Answer, allOf, anyOf } from '../answer.ts';
import type { LocalDate } from '../evidence.ts';
import type { NetworkSite, RequestedParty } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';
import { covers } from '../period.ts';
import { partyInWords } from '../wording.ts';

export const networkProviderClause: Clause = {
  cite: 'VI.A',
  words:
    'The Member does not need permission from Partnership HealthPlan of California (Partnership) for a second opinion from a network provider.',
  readAs:
    'Network provider at the site and on the date of service. No permission of the plan; a referral by the primary care provider (RAF) is a different gate and may still apply.',
};

/** VI.A, second sentence: is the requested party in the product's network on the date and at the site? */
export function networkProvider(party: RequestedParty, serviceDate: LocalDate): Finding {
  const clause = networkProviderClause;
  const who = partyInWords(party);
  if (!party.network.known) return finding(clause, 'in-network', 'unknown', `${who}: ${party.network.because}`);
  const { sites, siteNamed } = party.network.value;
  const { asOf } = party.network;
  if (sites.length === 0) {
    return finding(clause, 'in-network', 'no', `${who} has no active role in the plan's directory there`, asOf);
  }
  const answers = sites.map((site) => siteAnswer(site, serviceDate));
  const answer = siteNamed ? anyOf(answers) : unanimous(answers);
  const places = sites.map((site, index) => `${site.label}: ${inWords[answers[index] ?? 'unknown']}`).join('; ');
  const doubt = !siteNamed && answer === 'unknown' ? ' The request does not name the site.' : '';
  return finding(clause, 'in-network', answer, `${who} on ${serviceDate}: ${places}.${doubt}`, asOf);
}

const inWords: Record<Answer, string> = {
  yes: 'in network',
  no: 'not in network',
  unknown: 'membership not shown for the date and place',
};

function siteAnswer(site: NetworkSite, serviceDate: LocalDate): Answer {
  return anyOf(site.memberships.map((membership) => covers(membership, serviceDate)));
}

/** With the site left open, only a professional who is in (or out) everywhere is known to be so. */
function unanimous(answers: readonly Answer[]): Answer {
  if (allOf(answers) === 'yes') return 'yes';
  return anyOf(answers) === 'no' ? 'no' : 'unknown';
}
