const beginning = /^[A-Z][0-9][0-9A-Z]/;

/** First and last category, both included. */
export type DiagnosisBlock = readonly [first: string, last: string];

/** The category of an ICD-10-CM code, its first three characters in upper case; absent when it does not begin like one. */
export function categoryOf(icd10: string): string | undefined {
  return beginning.exec(icd10.trim().toUpperCase())?.[0];
}

export function isWithin([first, last]: DiagnosisBlock, category: string): boolean {
  return first <= category && category <= last;
}
