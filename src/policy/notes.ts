import type { Answer } from './answer.ts';
import type { AuthorizationPeriod } from './authorization.ts';
import type { LocalDate } from './evidence.ts';
import type { Finding } from './finding.ts';

/** What the requestor reads, in plain words: a process note an answer. */
export const notes = {
  noCoverage: (serviceDate: LocalDate) =>
    `The member has no coverage of record with this plan on ${serviceDate}. A person will review the request and answer it.`,
  otherProduct:
    'The second opinion policy of this plan does not apply to the member’s product. A person will review the request and answer it.',
  notASecondOpinion:
    'Nothing on the request marks it as one for a second opinion, so the second opinion policy does not decide it. A person will review it under treatment authorization (TAR).',
  treatment:
    'This item is a test or treatment, not the opinion itself. It is reviewed by a person under treatment authorization (TAR).',
  past: (serviceDate: LocalDate) =>
    `The service date ${serviceDate} lies before the day of receipt. A person will review the request.`,
  contradicted: {
    'not-to-be-performed':
      'The order for this item says that the service is not to be performed. A person will clarify with you what is asked for.',
    'entered-in-error':
      'The order for this item says that it was entered in error. A person will clarify with you what is asked for.',
  },
  planFinds:
    'The request names nobody for the second opinion. The plan will find a qualified professional in its network and tell the member.',
  planFindsOutside:
    'The request names nobody for the second opinion, and no qualified professional is available in the network. The plan will find a Medi-Cal professional outside its network.',
  noPermissionNeeded:
    'No permission from the plan is needed for a second opinion from this network provider. A referral by the primary care provider may still apply.',
  networkButBarred:
    'The requested provider is in the network, but a person must look at the provider’s standing before the visit.',
  networkUnknown:
    'It is not established that the requested provider is in the network on the service date and at the place of service. A person will review the request.',
  approved: ({ start, end }: AuthorizationPeriod, serviceDate: LocalDate): readonly string[] => {
    const scope = `Approved: one consultation for a second opinion, from ${start} to ${end}, at no cost to the member. Tests or treatment need their own authorization (TAR).`;
    if (serviceDate <= end) return [scope];
    return [
      scope,
      `The requested date ${serviceDate} lies after this authorization ends; ask for another one nearer to the date.`,
    ];
  },
  underReview: 'The requested provider is not in the network. A licensed person will review the request and answer it.',
} as const;

/** What the reviewer reads first. Software proposes; it never denies, modifies, delays or lowers. */
export const recommendation = {
  coverage: 'Check eligibility on the service date. A refusal is a person’s decision and needs its notice.',
  treatment: 'Review under MCUP3041 (TAR).',
  past: 'Retrospective request: review under the retrospective rules.',
  contradicted: 'Clarify with the requestor whether the service is wanted: the order for it says that it is not.',
  barred:
    'The provider is in network but excluded, or the licence is not active: verify at the source, and offer another network provider.',
  networkUnknown: 'Establish the site and the dates of the network role. If in network, no permission is needed.',
  find: (available: Answer, listed: number): string => {
    if (available === 'no') {
      return 'Nobody in the network is available: find a Medi-Cal certified professional outside it (VI.C).';
    }
    return listed > 0
      ? 'Offer the member the network professionals listed, in this order.'
      : 'No network professional could be listed: search the network by hand before looking outside it (VI.C).';
  },
  review: (proven: boolean, available: Answer, findings: readonly Finding[], listed: number): string => {
    if (proven)
      return 'Every check of VI.A to VI.C is shown and nobody in the network is available: approval is indicated.';
    const open = [...new Set(findings.filter(isOpen).map(({ id }) => id))];
    const first = open.length > 0 ? `Not shown: ${open.join(', ')}. ` : '';
    if (available === 'no') return `${first}Nobody in the network is available: the plan must refer outside (VI.C).`;
    if (listed === 0) return `${first}Whether a network professional is available is not established.`;
    return `${first}Network professionals are listed; limiting the member’s choice to them is a decision with full notice (VI.C, VI.F).`;
  },
} as const;

const conditions: ReadonlySet<string> = new Set([
  'primary-care-or-specialist',
  'licence-active',
  'within-scope-of-practice',
  'related-clinical-background',
  'medi-cal-certified',
  'not-excluded',
  'independent-of-first-opinion',
]);

function isOpen({ id, answer }: Finding): boolean {
  return conditions.has(id) && answer !== 'yes';
}
