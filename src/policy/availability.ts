import { type Answer, allOf } from './answer.ts';
import { predicatesOf } from './candidatePredicates.ts';
import type { Evidence, LocalDate } from './evidence.ts';
import type { AlternativeFacts, CandidateFacts } from './facts.ts';

/** One thing that a network professional must show to count as available. */
export interface Predicate {
  readonly id:
    | 'active-in-network'
    | 'qualified'
    | 'accepting'
    | 'reachable'
    | 'language'
    | 'appointment'
    | 'independent'
    | 'not-excluded';
  readonly answer: Answer;
  readonly because: string;
}

/** A network professional as considered for one item: available (`yes`), proven not to be (`no`), or unknown. */
export interface CandidateView {
  readonly candidate: CandidateFacts;
  readonly answer: Answer;
  readonly predicates: readonly Predicate[];
}

export interface Availability {
  readonly state: 'available' | 'none' | 'unknown';
  readonly because: string;
}

/** What the candidates are measured against. */
export interface AlternativeQuestion {
  readonly alternatives: AlternativeFacts;
  readonly diagnosis: string | undefined;
  readonly age: Evidence<number>;
  readonly serviceDate: LocalDate;
  /** NPIs. */
  readonly firstOpinion: readonly string[];
  /** The reason given may be about an operation (VI.A.1). */
  readonly mayBeSurgical: boolean;
}

/** Every candidate with its predicates (VI.C), the likeliest first: available, then by how much is shown, then the nearest, then by NPI. */
export function viewCandidates(question: AlternativeQuestion): readonly CandidateView[] {
  const views = question.alternatives.candidates.map((candidate) => {
    const predicates = predicatesOf(candidate, question);
    return { candidate, predicates, answer: allOf(predicates.map((predicate) => predicate.answer)) };
  });
  return views.sort(
    (a, b) => rank(a) - rank(b) || byDistance(a.candidate, b.candidate) || byNpi(a.candidate, b.candidate),
  );
}

/** Available when one is; none when each is proven not to be, or there is no such role; unknown otherwise. */
export function availability(alternatives: AlternativeFacts, views: readonly CandidateView[]): Availability {
  const available = views.filter((view) => view.answer === 'yes');
  if (available.length > 0) return { state: 'available', because: `${available.length} available in the network` };
  if (alternatives.incomplete) return { state: 'unknown', because: alternatives.incomplete };
  if (alternatives.specialties.length === 0) return { state: 'unknown', because: 'no specialty to look for is known' };
  if (alternatives.searched !== 'requested-specialty' && views.length === 0) {
    return { state: 'none', because: 'no network role in a specialty related to the diagnosis' };
  }
  if (views.length === 0) return { state: 'none', because: 'no network role in this specialty or its equivalent' };
  const open = views.filter((view) => view.answer === 'unknown');
  if (open.length === 0)
    return { state: 'none', because: `each of ${views.length} in the network is proven unavailable` };
  return {
    state: 'unknown',
    because: `${open.length} of ${views.length} in the network not proven available or unavailable`,
  };
}

/** Whose distance is not known last. */
function byDistance(a: CandidateFacts, b: CandidateFacts): number {
  if (!a.distance.known || !b.distance.known) return Number(b.distance.known) - Number(a.distance.known);
  return a.distance.value - b.distance.value;
}

/** Without an NPI last. */
function byNpi(a: CandidateFacts, b: CandidateFacts): number {
  if (a.npi === b.npi) return 0;
  if (a.npi === undefined) return 1;
  return b.npi === undefined || a.npi < b.npi ? -1 : 1;
}

function rank(view: CandidateView): number {
  const weight = { yes: 0, unknown: 100, no: 200 } as const;
  return weight[view.answer] - view.predicates.filter((predicate) => predicate.answer === 'yes').length;
}
