import { isDeepStrictEqual } from 'node:util';
import type { Bundle, ClaimResponse } from '@medplum/fhirtypes';
import type { Answer } from './answers.ts';

/** A rule of the PAS response, what is against it, and a change to an answer that breaks it. */
export interface ResponseRule {
  readonly title: string;
  /** What is against the rule, in words; empty: nothing. */
  readonly broken: (answer: Answer) => readonly string[];
  readonly breakIt: (response: ClaimResponse, sent: Bundle) => void;
  /** The example to break, where not any will do. */
  readonly example?: string;
}

/** `what`, unless both are the same. */
export function differ(what: string, a: unknown, b: unknown): readonly string[] {
  return isDeepStrictEqual(a, b) ? [] : [what];
}
