import type { Identifier } from '@medplum/fhirtypes';
import { sha256 } from '../../fhir/sha256.ts';
import { ownBase } from '../../fhir/systems.ts';

/**
 * Identifier system of an open Task by what its items ask for. The value is a digest of the member's record, who is asked for,
 * and the condition: whoever looks for requests of the same finds them by one search, without a write to any of them.
 */
export const opinionSoughtSystem = `${ownBase}/opinion-sought`;

/** As much of an item as tells what is sought. */
export interface SoughtItem {
  readonly sequence: number;
  /** ICD-10-CM, the one that matters first. */
  readonly diagnoses: readonly string[];
  readonly requested: readonly { readonly npi?: string; readonly name: string }[];
}

/** What each item seeks, by sequence; whom it asks for one by one. */
export type OpinionsSought = ReadonlyMap<number, readonly string[]>;

/**
 * The condition is the category of the diagnosis: codes below it differ by stage and side as often as by who coded. Where none
 * is given the condition is unknown, and nothing is known to be the same.
 * @param patient - `Patient/<id>` of record; absent: nothing is sought
 */
export function opinionsSought(patient: string | undefined, items: readonly SoughtItem[]): OpinionsSought {
  if (patient === undefined) return new Map();
  const sought = items.map(({ sequence, diagnoses, requested }): readonly [number, readonly string[]] => {
    const category = diagnoses[0]?.slice(0, 3).toUpperCase();
    if (category === undefined) return [sequence, []];
    const asked = requested.length > 0 ? requested.map(({ npi, name }) => npi ?? name.toLowerCase()) : ['nobody'];
    return [sequence, asked.map((who) => digest(patient, who, category))];
  });
  return new Map(sought);
}

/** What the items seek, each once. */
export function soughtBy(sought: OpinionsSought, sequences: readonly number[]): readonly string[] {
  return [...new Set(sequences.flatMap((sequence) => sought.get(sequence) ?? []))];
}

export function soughtIdentifiers(values: readonly string[]): Identifier[] {
  return values.map((value) => ({ use: 'secondary', system: opinionSoughtSystem, value }));
}

function digest(patient: string, who: string, category: string): string {
  return sha256(new TextEncoder().encode([patient, who, category].join('\n')));
}
