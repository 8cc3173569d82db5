import type { Claim } from '@medplum/fhirtypes';
import type { ClaimRule } from './claimRule.ts';

type Numbered = 'item' | 'careTeam' | 'supportingInfo' | 'diagnosis' | 'procedure' | 'insurance';

const NUMBERED: readonly Numbered[] = ['item', 'careTeam', 'supportingInfo', 'diagnosis', 'procedure', 'insurance'];

const POINTERS = [
  ['careTeamSequence', 'careTeam'],
  ['diagnosisSequence', 'diagnosis'],
  ['procedureSequence', 'procedure'],
  ['informationSequence', 'supportingInfo'],
] as const;

/** Sequences are unique within their list, and what an item points to is there. @see PAS 2.2.1, spec-22 */
export const SEQUENCE_RULES: readonly ClaimRule[] = [
  ...NUMBERED.map(
    (list): ClaimRule => ({
      code: 'duplicate',
      text: `Each ${list} of a Claim has a sequence of its own.`,
      brokenAt: (claim) => repeatedSequences(sequencesOf(claim, list)).map((index) => `${list}[${index}].sequence`),
    }),
  ),
  ...POINTERS.map(
    ([pointer, list]): ClaimRule => ({
      code: 'not-found',
      text: `A ${pointer} of an item is the sequence of a ${list} of the Claim.`,
      brokenAt: (claim) => pointersToNothing(claim, pointer, list),
    }),
  ),
];

function sequencesOf(claim: Partial<Claim>, list: Numbered): readonly (number | undefined)[] {
  return (claim[list] ?? []).map(({ sequence }) => sequence);
}

function repeatedSequences(sequences: readonly (number | undefined)[]): number[] {
  const seen = new Set<number | undefined>();
  return sequences.flatMap((sequence, index) => {
    const repeats = sequence !== undefined && seen.has(sequence);
    seen.add(sequence);
    return repeats ? [index] : [];
  });
}

function pointersToNothing(claim: Partial<Claim>, pointer: (typeof POINTERS)[number][0], list: Numbered): string[] {
  const present = new Set(sequencesOf(claim, list));
  return (claim.item ?? []).flatMap((item, index) =>
    (item[pointer] ?? []).flatMap((sequence, position) =>
      present.has(sequence) ? [] : [`item[${index}].${pointer}[${position}]`],
    ),
  );
}
