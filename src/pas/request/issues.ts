import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import { LIMITS } from './limits.ts';

/** One problem of a request. `text` says what is wrong and what is accepted, and holds nothing the client sent. */
export interface Issue {
  readonly code: OperationOutcomeIssue['code'];
  /** FHIRPath of the element, from `Bundle` on. */
  readonly expression: string;
  readonly text: string;
  /** For a fault of the text itself: `line 3, column 14`. */
  readonly location?: string;
}

/**
 * All issues as one OperationOutcome; beyond the limit the last issue tells how many more there are.
 * @param root - FHIRPath of the Bundle in the message: `Bundle`, or its place in a Parameters; another resource's type
 */
export function outcomeOf(issues: readonly Issue[], root = 'Bundle'): OperationOutcome {
  const told = issues.slice(0, LIMITS.issues).map((issue) => outcomeIssue(issue, root));
  const more = issues.length - told.length;
  if (more === 0) return { resourceType: 'OperationOutcome', issue: told };
  const text = `There are ${more} more problems; correct these first and send the request again.`;
  const rest = outcomeIssue({ code: 'incomplete', expression: 'Bundle', text }, root);
  return { resourceType: 'OperationOutcome', issue: [...told, rest] };
}

function outcomeIssue({ code, expression, text, location }: Issue, root: string): OperationOutcomeIssue {
  return {
    severity: 'error',
    code,
    details: { text },
    ...(location === undefined ? {} : { location: [location] }),
    expression: [expression.replace(/^Bundle\b/, root)],
  };
}

/** FHIRPath of each element around an element: `Bundle.entry[0]`, `Bundle.entry` and `Bundle` for `Bundle.entry[0].fullUrl`. */
export function elementsAround(expression: string): string[] {
  const ends = [...expression.matchAll(/[.[]/g)].map(({ index }) => index);
  return ends.map((end) => expression.slice(0, end));
}

/** The issues that are not a mere consequence of a cause: at the same element, or below it. */
export function withoutConsequences(issues: readonly Issue[], causes: readonly Issue[]): Issue[] {
  const wrong = new Set(causes.map(({ expression }) => expression));
  return issues.filter(
    ({ expression }) => !wrong.has(expression) && elementsAround(expression).every((around) => !wrong.has(around)),
  );
}

/** The issues of elements that hold none of the causes: what a wrong part makes of the whole is left out. */
export function withoutWholes(issues: readonly Issue[], causes: readonly Issue[]): Issue[] {
  const wholes = new Set(causes.flatMap(({ expression }) => elementsAround(expression)));
  return issues.filter(({ expression }) => !wholes.has(expression));
}
