import type { ClaimResponse, ClaimResponseProcessNote } from '@medplum/fhirtypes';

/** The notes of an answer, numbered as they are written. */
export class NoteBook {
  readonly notes: ClaimResponseProcessNote[] = [];

  /** What is said already is not said again. @returns the number of the note */
  add(text: string): number {
    const said = this.notes.find((note) => note.text === text)?.number;
    if (said !== undefined) return said;
    const number = this.notes.length + 1;
    this.notes.push({ number, type: 'display', text });
    return number;
  }

  /**
   * Takes over notes of another answer.
   * @param without - notes that hold these words are left out
   * @returns their numbers here
   */
  copy(from: ClaimResponse | undefined, numbers: readonly number[] = [], without?: string): number[] {
    const named = (from?.processNote ?? []).filter(({ number }) => number !== undefined && numbers.includes(number));
    const kept = named.filter(({ text }) => without === undefined || !text.includes(without));
    return kept.map(({ text }) => this.add(text));
  }
}
