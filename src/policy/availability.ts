import { type Answer, allOf } from './answer.ts';
import { appropriatelyQualified } from './clauses/appropriatelyQualified.ts';
import { notExcluded } from './clauses/notExcluded.ts';
import type { Evidence, LocalDate } from './evidence.ts';
import type { AlternativeFacts, CandidateFacts } from './facts.ts';
import { covers, periodInWords } from './period.ts';

/** One thing that a network professional must show to count as available. */
export interface Predicate {
  readonly id:
    | 'active-in-network'
    | 'qualified'
    | 'accepting'
    | 'reachable'
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
}

/** Every candidate with its predicates (VI.C), the likeliest first: available, then by how much is shown, then by NPI. */
export function viewCandidates(question: AlternativeQuestion): readonly CandidateView[] {
  const views = question.alternatives.candidates.map((candidate) => {
    const predicates = predicatesOf(candidate, question);
    return { candidate, predicates, answer: allOf(predicates.map((predicate) => predicate.answer)) };
  });
  return views.sort((a, b) => rank(a) - rank(b) || byNpi(a.candidate, b.candidate));
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

function predicatesOf(candidate: CandidateFacts, question: AlternativeQuestion): readonly Predicate[] {
  const { diagnosis, age, serviceDate, firstOpinion } = question;
  const [qualified] = appropriatelyQualified({ standing: candidate.standing, diagnosis, age, serviceDate });
  const free = notExcluded(candidate.standing.exclusions, serviceDate);
  const active = covers(candidate.membership, serviceDate);
  return [
    { id: 'active-in-network', answer: active, because: `Network role ${periodInWords(candidate.membership)}` },
    { id: 'qualified', answer: qualified.answer, because: qualified.because },
    accepting(candidate),
    { id: 'reachable', answer: 'unknown', because: 'No travel time or distance of record' },
    { id: 'appointment', answer: 'unknown', because: 'No appointment data of record' },
    independent(candidate, firstOpinion),
    { id: 'not-excluded', answer: free.answer, because: free.because },
  ];
}

function accepting({ accepting: evidence }: CandidateFacts): Predicate {
  if (!evidence.known) return { id: 'accepting', answer: 'unknown', because: evidence.because };
  switch (evidence.value) {
    case 'new-patients':
      return { id: 'accepting', answer: 'yes', because: 'Accepts new patients' };
    case 'no-patients':
      return { id: 'accepting', answer: 'no', because: 'Accepts no patients' };
    case 'existing-patients-only':
      return {
        id: 'accepting',
        answer: 'unknown',
        because: 'Accepts existing patients only; whether the member is one is not of record',
      };
  }
}

function independent(candidate: CandidateFacts, firstOpinion: readonly string[]): Predicate {
  const id = 'independent';
  if (candidate.npi === undefined) return { id, answer: 'unknown', because: 'No NPI of record' };
  if (firstOpinion.includes(candidate.npi)) return { id, answer: 'no', because: 'Gave the first opinion' };
  if (firstOpinion.length === 0) return { id, answer: 'unknown', because: 'Who gave the first opinion is not known' };
  return { id, answer: 'yes', because: 'Another than the first opinion' };
}
