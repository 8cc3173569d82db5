import type { Bundle, BundleEntry, Claim, ClaimItem } from '@medplum/fhirtypes';
import { resolverOf } from '../request/resolver.ts';
import type { Submission } from '../request/submission.ts';

/** Items that an earlier submission states, and a later one does not. */
export interface CarriedItems {
  readonly submission: Submission;
  readonly sequences: readonly number[];
}

/** So far apart are the sequences of what each earlier submission brings along. */
const apart = 100_000;

/**
 * The request as it stands: a submission together with items that only earlier ones state, each with the care team, diagnoses
 * and resources it pointed to there.
 */
export function carriedSubmission(own: Submission, carried: readonly CarriedItems[]): Submission {
  if (carried.length === 0) return own;
  const claim = carried.reduce(
    (whole, { submission, sequences }, index) => withItems(whole, submission.claim, sequences, (index + 1) * apart),
    own.claim,
  );
  const bundle: Bundle = { ...own.bundle, entry: entries(own, claim, carried) };
  return { ...own, ...resolverOf(bundle), bundle, claim };
}

function withItems(whole: Claim, earlier: Claim, sequences: readonly number[], offset: number): Claim {
  const items = (earlier.item ?? []).filter(({ sequence }) => sequences.includes(sequence));
  const named = (pointer: 'careTeamSequence' | 'diagnosisSequence') => items.flatMap((item) => item[pointer] ?? []);
  const moved = <T extends { readonly sequence: number }>(list: readonly T[] | undefined, pointed: readonly number[]) =>
    (list ?? [])
      .filter(({ sequence }) => pointed.includes(sequence))
      .map((entry) => ({ ...entry, sequence: entry.sequence + offset }));
  const careTeam = [...(whole.careTeam ?? []), ...moved(earlier.careTeam, named('careTeamSequence'))];
  const diagnosis = [...(whole.diagnosis ?? []), ...moved(earlier.diagnosis, named('diagnosisSequence'))];
  const others = (whole.item ?? []).filter(({ sequence }) => !sequences.includes(sequence));
  return {
    ...whole,
    ...(careTeam.length > 0 ? { careTeam } : {}),
    ...(diagnosis.length > 0 ? { diagnosis } : {}),
    item: [...others, ...items.map((item) => repointed(item, offset))].sort((a, b) => a.sequence - b.sequence),
  };
}

/** What supports an item stays with the submission it came with. */
function repointed({ informationSequence: _stays, ...item }: ClaimItem, offset: number): ClaimItem {
  const shifted = (sequences: number[] | undefined) => sequences?.map((sequence) => sequence + offset);
  const careTeamSequence = shifted(item.careTeamSequence);
  const diagnosisSequence = shifted(item.diagnosisSequence);
  return {
    ...item,
    ...(careTeamSequence ? { careTeamSequence } : {}),
    ...(diagnosisSequence ? { diagnosisSequence } : {}),
  };
}

/** Of two resources with one fullUrl the later one counts. */
function entries(own: Submission, claim: Claim, carried: readonly CarriedItems[]): BundleEntry[] {
  const [first, ...rest] = own.bundle.entry ?? [];
  const named = new Set([first, ...rest].map((entry) => entry?.fullUrl));
  const brought: BundleEntry[] = [];
  for (const entry of carried.flatMap(({ submission }) => submission.bundle.entry ?? [])) {
    if (entry.resource?.resourceType === 'Claim' || named.has(entry.fullUrl)) continue;
    named.add(entry.fullUrl);
    brought.push(entry);
  }
  return [{ ...first, resource: claim }, ...rest, ...brought];
}
