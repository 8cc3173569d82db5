/** Flesch-Kincaid grade of sentences, with syllables counted by groups of vowels. */
export function gradeOf(texts: readonly string[]): number {
  const all = texts.join(' ');
  const sentences = all.split(/[.!?]+(?:\s|$)/).filter((sentence) => sentence.trim() !== '');
  const words = all.match(/[A-Za-z0-9-]+/g) ?? [];
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}

function syllablesIn(word: string): number {
  const groups =
    word
      .toLowerCase()
      .replace(/e$/, '')
      .match(/[aeiouy]+/g) ?? [];
  return Math.max(1, groups.length);
}
