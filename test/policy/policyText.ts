import { readFileSync } from 'node:fs';

const text = readFileSync(new URL('./mpup3078.txt', import.meta.url), 'utf8');

/** The policy's own words by the place they stand: `VI.A.3`, `Closing statement`; white space is one blank. */
export const provisions: ReadonlyMap<string, string> = new Map(text.trim().split('\n\n').map(provision));

function provision(paragraph: string): readonly [cite: string, words: string] {
  const end = paragraph.indexOf('] ');
  return [paragraph.slice(1, end), paragraph.slice(end + 2).replace(/\s+/g, ' ')];
}

/** The sentences of one provision; a colon ends one, and so does the `or` between two limbs. */
export function sentencesOf(words: string): readonly string[] {
  return words.split(/(?<=[.:]\)?) (?=[A-Z])/).map((sentence) => sentence.replace(/, or$/, ''));
}
