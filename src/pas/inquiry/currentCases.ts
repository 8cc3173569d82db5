import type { Identifier } from '@medplum/fhirtypes';
import type { Submission } from '../request/submission.ts';
import type { StandingCase } from './standingCase.ts';

/**
 * The cases that no later one of them replaces, each with the numbers of those it replaces: who asks by an old number is told
 * of the case as it is now. @see PAS 2.2.1, spec-47 and 48
 * @param cases - in the order of their receipt
 */
export function currentCases<Case extends StandingCase>(cases: readonly Case[]): readonly Case[] {
  const current: Case[] = [];
  for (const standing of cases) {
    const index = current.findLastIndex((earlier) => replaces(standing.submission, earlier));
    const [replaced] = index < 0 ? [] : current.splice(index, 1);
    current.push(replaced ? withNumbersOf(standing, replaced) : standing);
  }
  return current;
}

function replaces(later: Submission, earlier: StandingCase): boolean {
  const { fullUrl, identifiers } = priorNamed(later);
  if (fullUrl !== undefined && fullUrl === earlier.submission.claimFullUrl) return true;
  const own = earlier.submission.claim.identifier ?? [];
  return identifiers.some((identifier) => own.some((one) => isSame(one, identifier)));
}

/** The Claim that an update says it updates: as it is in the Bundle, or as it is referred to. */
function priorNamed({ claim, priorClaim, fullUrlOf }: Submission): {
  readonly fullUrl?: string;
  readonly identifiers: readonly Identifier[];
} {
  if (priorClaim) return { fullUrl: fullUrlOf(priorClaim), identifiers: priorClaim.identifier ?? [] };
  const prior = claim.related?.find(({ relationship }) => relationship?.coding?.some(({ code }) => code === 'prior'));
  const identifier = prior?.claim?.identifier;
  return { fullUrl: prior?.claim?.reference, identifiers: identifier ? [identifier] : [] };
}

function isSame(own: Identifier, other: Identifier): boolean {
  return own.value !== undefined && own.value === other.value && own.system === other.system;
}

function withNumbersOf<Case extends StandingCase>(standing: Case, replaced: Case): Case {
  const sequences = new Set([...standing.numbers.keys(), ...replaced.numbers.keys()]);
  const numbers = new Map(
    [...sequences].map((sequence) => [
      sequence,
      [...(standing.numbers.get(sequence) ?? []), ...(replaced.numbers.get(sequence) ?? [])],
    ]),
  );
  return { ...standing, numbers };
}
