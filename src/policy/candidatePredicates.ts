import type { AlternativeQuestion, Predicate } from './availability.ts';
import { appropriatelyQualified } from './clauses/appropriatelyQualified.ts';
import { notExcluded } from './clauses/notExcluded.ts';
import type { CandidateFacts, MemberNeeds } from './facts.ts';
import { covers, periodInWords } from './period.ts';
import { reachable } from './reachable.ts';

/** Everything that a network professional must show to count as available (VI.C), each with its answer and why. */
export function predicatesOf(candidate: CandidateFacts, question: AlternativeQuestion): readonly Predicate[] {
  const { alternatives, diagnosis, age, serviceDate, firstOpinion, mayBeSurgical } = question;
  const [qualified] = appropriatelyQualified({
    standing: candidate.standing,
    diagnosis,
    age,
    serviceDate,
    mayBeSurgical,
  });
  const free = notExcluded(candidate.standing.exclusions, serviceDate);
  const active = covers(candidate.membership, serviceDate);
  return [
    { id: 'active-in-network', answer: active, because: `Network role ${periodInWords(candidate.membership)}` },
    { id: 'qualified', answer: qualified.answer, because: qualified.because },
    accepting(candidate),
    reachable(candidate, alternatives.needs),
    language(candidate, alternatives.needs),
    { id: 'appointment', answer: 'unknown', because: 'No appointment data of record' },
    independent(candidate, firstOpinion),
    { id: 'not-excluded', answer: free.answer, because: free.because },
  ];
}

function accepting({ accepting: evidence, isOwnPatient }: CandidateFacts): Predicate {
  const id = 'accepting';
  if (!evidence.known) return { id, answer: 'unknown', because: evidence.because };
  switch (evidence.value) {
    case 'new-patients':
      return { id, answer: 'yes', because: 'Accepts new patients' };
    case 'no-patients':
      return { id, answer: 'no', because: 'Accepts no patients' };
    case 'existing-patients-only':
    case 'existing-patients-and-families': {
      const whom =
        evidence.value === 'existing-patients-only' ? 'existing patients' : 'existing patients and their families';
      return isOwnPatient
        ? { id, answer: 'yes', because: `Accepts ${whom} only; the member is one of record` }
        : { id, answer: 'unknown', because: `Accepts ${whom} only; whether the member is one is not of record` };
    }
  }
}

/** An interpreter is the plan's duty (42 CFR 438.10(d)): a language not listed proves nobody unavailable. */
function language({ languages }: CandidateFacts, { language: needed }: MemberNeeds): Predicate {
  const id = 'language';
  if (!needed.known) return { id, answer: 'unknown', because: needed.because };
  const wanted = primary(needed.value);
  if (wanted === 'en') return { id, answer: 'yes', because: 'No language besides English is needed' };
  if (!languages.known) return { id, answer: 'unknown', because: languages.because };
  if (languages.value.some((spoken) => primary(spoken) === wanted)) {
    return { id, answer: 'yes', because: `Speaks the language needed (${wanted})` };
  }
  const spoken = languages.value.join(', ') || 'none';
  const because = `Languages of record: ${spoken}; needed: ${wanted}, with an interpreter where the member accepts one`;
  return { id, answer: 'unknown', because };
}

/** `es-MX` and `es` are one language. */
function primary(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0] ?? '';
}

function independent(candidate: CandidateFacts, firstOpinion: readonly string[]): Predicate {
  const id = 'independent';
  if (candidate.npi === undefined) return { id, answer: 'unknown', because: 'No NPI of record' };
  if (firstOpinion.includes(candidate.npi)) return { id, answer: 'no', because: 'Gave the first opinion' };
  if (firstOpinion.length === 0) return { id, answer: 'unknown', because: 'Who gave the first opinion is not known' };
  return { id, answer: 'yes', because: 'Another than the first opinion' };
}
