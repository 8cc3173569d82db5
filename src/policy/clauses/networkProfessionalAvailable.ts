import { type Availability, availability, type CandidateView } from '../availability.ts';
import { taxonomyInWords } from '../data/taxonomy.ts';
import type { AlternativeFacts } from '../facts.ts';
import { type Clause, type Finding, finding } from '../finding.ts';

export const networkProfessionalAvailableClause: Clause = {
  cite: 'VI.C',
  words:
    'The plan reserves the right to limit a Member’s choice of provider for the second opinion from within the network/contracted providers when there is a qualified professional available.',
  readAs:
    'Available: active in the network, qualified, accepting, reachable in time and distance, independent, not excluded. What is not known makes nobody unavailable. Limiting the choice is a person’s decision.',
};

/** VI.C, first sentence: is a qualified professional available in the network? `no` means proven none. */
export function networkProfessionalAvailable(alternatives: AlternativeFacts, views: readonly CandidateView[]): Finding {
  const clause = networkProfessionalAvailableClause;
  const found: Availability = availability(alternatives, views);
  const answer = { available: 'yes', none: 'no', unknown: 'unknown' } as const;
  const wanted = alternatives.specialties.map(taxonomyInWords).join(', ') || 'no specialty known';
  return finding(clause, 'network-professional-available', answer[found.state], `${wanted}: ${found.because}`);
}
