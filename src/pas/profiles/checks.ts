import type { Reference } from '@medplum/fhirtypes';
import type { Issue } from '../request/issues.ts';
import { acceptedBy } from './bindings.ts';
import { isCodedIn } from './coding.ts';
import { contains } from './patterns.ts';
import type { Binding, ElementRule, Invariant, JsonObject } from './profile.ts';

/** What a walk finds: what is wrong, and which resources are to be looked at under which profiles. */
export interface Findings {
  readonly issues: Issue[];
  readonly reach: (reference: Reference, profiles: readonly string[]) => void;
}

/** Looks at a value. @param at - its FHIRPath */
export type Check = (value: unknown, at: string, findings: Findings) => void;

export function patternCheck(text: string, pattern: NonNullable<ElementRule['value']>): Check {
  return (value, at, { issues }) => {
    if (!contains(value, pattern)) issues.push({ code: 'value', expression: at, text });
  };
}

export function codesCheck(text: string, binding: Binding): Check {
  const accepted = `${text} Accepted: ${acceptedBy(binding)}.`;
  return (value, at, { issues }) => {
    if (!isCodedIn(value, binding)) issues.push({ code: 'code-invalid', expression: at, text: accepted });
  };
}

export function reachCheck(profiles: readonly string[]): Check {
  return (value, _at, { reach }) => {
    if (typeof value === 'object' && value !== null) reach(value, profiles);
  };
}

export function invariantCheck(invariant: Invariant): Check {
  const { code, text, below } = invariant;
  return (value, at, { issues }) => {
    if (invariant.holds(value)) return;
    issues.push({ code, expression: below === undefined ? at : `${at}.${below}`, text });
  };
}

/** How often an element may be there. */
export function limitOf({ min, max, unless, text }: ElementRule) {
  return (present: number, path: string, owner: JsonObject, { issues }: Findings) => {
    if (min !== undefined && present === 0 && !unless?.(owner)) {
      issues.push({ code: 'required', expression: path, text });
    }
    if (max !== undefined && present > max) issues.push({ code: 'structure', expression: path, text });
  };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
