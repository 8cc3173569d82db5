import type { ClaimResponse, ClaimResponseProcessNote } from '@medplum/fhirtypes';
import type { AnswerItem, DecidedItem } from './decided.ts';

/** The notes of a decided answer, and which of them each item of the decision is told by. */
export interface DecidedNotes {
  readonly processNote: readonly ClaimResponseProcessNote[];
  /** By item sequence. */
  readonly numbers: ReadonlyMap<number, readonly number[]>;
}

/**
 * Renews the notes of the items decided: what was said while an item was pended goes once it is decided, and stays while
 * it is pended, but for the due instant that no longer holds. Notes of other items keep their numbers.
 * @param replacedDue - a due instant, as a note tells it, that no longer holds
 */
export function decidedNotes(
  stored: ClaimResponse,
  decided: readonly DecidedItem[],
  replacedDue: string | undefined,
): DecidedNotes {
  const old = stored.processNote ?? [];
  const isOutdated = ({ text }: ClaimResponseProcessNote) => replacedDue !== undefined && text.includes(replacedDue);
  const keptOf = (item: AnswerItem) => {
    const change = decided.find(({ sequence }) => sequence === item.itemSequence);
    const numbers = item.noteNumber ?? [];
    if (!change) return numbers;
    if (change.action !== undefined) return [];
    return numbers.filter((number) => !old.some((note) => note.number === number && isOutdated(note)));
  };
  const items = stored.item ?? [];
  const ofAdded = (stored.addItem ?? []).flatMap(({ noteNumber = [] }) => noteNumber);
  const kept = new Set([...items.flatMap(keptOf), ...ofAdded]);
  const last = Math.max(0, ...old.map(({ number }) => number ?? 0));
  const texts = [...new Set(decided.flatMap(({ notes }) => notes))];
  const added = texts.map((text, index) => ({ text, number: last + index + 1 }));
  const numbers = items.map((item) => {
    const change = decided.find(({ sequence }) => sequence === item.itemSequence);
    const own = added.filter(({ text }) => change?.notes.includes(text)).map(({ number }) => number);
    return [item.itemSequence, [...keptOf(item), ...own]] as const;
  });
  return {
    processNote: [
      ...old.filter(({ number }) => number !== undefined && kept.has(number)),
      ...added.map(({ number, text }): ClaimResponseProcessNote => ({ number, type: 'display', text })),
    ],
    numbers: new Map(numbers),
  };
}
