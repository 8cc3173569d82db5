import type { Predicate } from './availability.ts';
import { fastestDrive, standardsFor } from './data/distanceStandards.ts';
import { taxonomy } from './data/taxonomy.ts';
import type { CandidateFacts, MemberNeeds } from './facts.ts';

/**
 * Is the professional within the time or distance of the standard? Yes within its miles; no only beyond its miles and
 * beyond what can be driven in its minutes, with no telehealth of record. Telehealth needs the member's consent, so it
 * proves nobody reachable; it only keeps them from being proven out of reach.
 */
export function reachable(candidate: CandidateFacts, { county, standards: own }: MemberNeeds): Predicate {
  const id = 'reachable';
  const { distance, telehealth } = candidate;
  if (!distance.known) {
    const because = offersTelehealth(candidate) ? `${distance.because}; ${byTelehealth}` : distance.because;
    return { id, answer: 'unknown', because };
  }
  const standards = standardsFor(careOf(candidate), county.known ? county.value : undefined, own);
  const miles = distance.value;
  const shown = `${Math.round(miles)} miles as the crow flies; the standard is ${standards.map(inWords).join(', or ')}`;
  const doubt = county.known || standards.length === 1 ? shown : `${shown}, by a county that is not of record`;
  if (standards.every((standard) => miles <= standard.miles)) return { id, answer: 'yes', because: doubt };
  const beyond = standards.every((standard) => miles > Math.max(standard.miles, drivenIn(standard.minutes)));
  if (!beyond) return { id, answer: 'unknown', because: `${doubt}; whether it is met is not shown` };
  if (!telehealth.known) return { id, answer: 'unknown', because: `${doubt}; ${telehealth.because}` };
  if (telehealth.value) return { id, answer: 'unknown', because: `${doubt}; ${byTelehealth}` };
  return { id, answer: 'no', because: `${doubt}; no telehealth of record` };
}

const byTelehealth = 'telehealth is offered, and whether the member consents is not of record';

function offersTelehealth({ telehealth }: CandidateFacts): boolean {
  return telehealth.known && telehealth.value;
}

function drivenIn(minutes: number): number {
  return (fastestDrive * minutes) / 60;
}

function inWords({ miles, minutes }: { readonly miles: number; readonly minutes: number }): string {
  return `${miles} miles or ${minutes} minutes`;
}

/** Primary care only when nothing else is of record. */
function careOf({ standing }: CandidateFacts): 'primary-care' | 'specialist' {
  const kinds = standing.specialties.map((code) => taxonomy(code)?.kind);
  return kinds.length > 0 && kinds.every((kind) => kind === 'primary-care') ? 'primary-care' : 'specialist';
}
