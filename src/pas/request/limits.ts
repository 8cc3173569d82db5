/** What a request may cost to read. A PAS request is some 10 entries and 1,000 elements; most of its bytes are attachments. */
export const LIMITS = {
  /** Bytes of the body, attachments in base64 included. */
  bodyBytes: 20 * 1024 * 1024,
  /** Objects and arrays within each other; a plain request has about 12, a nested questionnaire some 30. */
  depth: 64,
  /** JSON values: some invariants of FHIR compare every element with every other. */
  elements: 50_000,
  /** Entries of the Bundle. */
  entries: 1_000,
  /** Items of a Claim: no line limit is stated by PAS; with so many the largest answer still fits a transaction. */
  items: 200,
  /** Bytes of the Claim itself; with 200 items of every must-support element it has some 450 KB. */
  claimBytes: 640 * 1024,
  /** Characters in repeating strings (given names, address lines) of the whole message: R4 validation is slow on these. */
  repeatedText: 256 * 1024,
  /** Issues told one by one; the rest is counted. */
  issues: 100,
} as const;
