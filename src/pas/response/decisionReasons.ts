import type { CodeableConcept } from '@medplum/fhirtypes';
import { decisionReasonSystem } from '../codes.ts';

/** A reviewer's reason codes as they go out. */
export interface DecisionReasons {
  /** With a code of the list that PAS binds them to. */
  readonly coded: readonly CodeableConcept[];
  /** The others, in words, for notes. */
  readonly inWords: readonly string[];
}

/** Parts reason codes that PAS has a place for from those that it refuses there. @see PAS 2.2.1, X12278ReviewDecisionReasonCode */
export function decisionReasons(codes: readonly CodeableConcept[]): DecisionReasons {
  const isCoded = ({ coding = [] }: CodeableConcept) => coding.some(({ system }) => system === decisionReasonSystem);
  return {
    coded: codes.filter(isCoded),
    inWords: codes.filter((code) => !isCoded(code)).flatMap(wordsOf),
  };
}

function wordsOf({ text, coding = [] }: CodeableConcept): readonly string[] {
  if (text !== undefined) return [text];
  return coding.slice(0, 1).flatMap(({ display, code }) => display ?? code ?? []);
}
