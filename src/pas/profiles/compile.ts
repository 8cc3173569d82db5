import type { Reference } from '@medplum/fhirtypes';
import type { Issue } from '../request/issues.ts';
import { acceptedBy } from './bindings.ts';
import { isCodedIn } from './coding.ts';
import { contains } from './patterns.ts';
import type { Binding, ElementRule, Invariant, JsonObject, Profile } from './profile.ts';
import { type Element, elementsOf } from './tree.ts';

/** What a walk finds: what is wrong, and which resources are to be looked at under which profiles. */
export interface Findings {
  readonly issues: Issue[];
  readonly reach: (reference: Reference, profiles: readonly string[]) => void;
}

/** Looks at a value. @param at - its FHIRPath */
export type Check = (value: unknown, at: string, findings: Findings) => void;

/** Looks at one element of what holds it. @param at - FHIRPath of what holds it */
type MemberCheck = (owner: JsonObject, at: string, findings: Findings) => void;

const compiled = new WeakMap<Profile, Check>();

/**
 * Turns a profile's rules into one closure that looks at a resource, or at a value of a data type. The JSON has members of
 * R4's types, of which any may be missing.
 */
export function compile(profile: Profile): Check {
  const known = compiled.get(profile);
  if (known) return known;
  const check = valueCheck(elementsOf(profile.rules));
  compiled.set(profile, check);
  return check;
}

function valueCheck({ rules, members }: Element): Check {
  const checks = [...rules.flatMap(ownChecks), ...memberChecks([...members.values()])];
  return (value, at, findings) => {
    for (const check of checks) check(value, at, findings);
  };
}

function ownChecks({ text, value: pattern, codes, is, to, invariants = [] }: ElementRule): readonly Check[] {
  return [
    ...(pattern === undefined ? [] : [patternCheck(text, pattern)]),
    ...(codes === undefined ? [] : [codesCheck(text, codes)]),
    ...(is === undefined ? [] : [compile(is)]),
    ...(to === undefined ? [] : [reachCheck(to)]),
    ...invariants.map(invariantCheck),
  ];
}

function patternCheck(text: string, pattern: NonNullable<ElementRule['value']>): Check {
  return (value, at, { issues }) => {
    if (!contains(value, pattern)) issues.push({ code: 'value', expression: at, text });
  };
}

function codesCheck(text: string, binding: Binding): Check {
  const accepted = `${text} Accepted: ${acceptedBy(binding)}.`;
  return (value, at, { issues }) => {
    if (!isCodedIn(value, binding)) issues.push({ code: 'code-invalid', expression: at, text: accepted });
  };
}

function reachCheck(profiles: readonly string[]): Check {
  return (value, _at, { reach }) => {
    if (typeof value === 'object' && value !== null) reach(value, profiles);
  };
}

function invariantCheck(invariant: Invariant): Check {
  const { code, text, below } = invariant;
  return (value, at, { issues }) => {
    if (invariant.holds(value)) return;
    issues.push({ code, expression: below === undefined ? at : `${at}.${below}`, text });
  };
}

function memberChecks(members: readonly Element[]): readonly Check[] {
  const checks = members.map(memberCheck);
  if (checks.length === 0) return [];
  return [
    (value, at, findings) => {
      if (!isObject(value)) return;
      for (const check of checks) check(value, at, findings);
    },
  ];
}

function memberCheck(element: Element): MemberCheck {
  return element.name.endsWith('[x]') ? choiceCheck(element) : namedCheck(element);
}

/** A choice has one value, under the name of its type. */
function choiceCheck(element: Element): MemberCheck {
  const stem = element.name.slice(0, -'[x]'.length);
  const limits = element.rules.map((rule) => limitOf(rule));
  const accepted = element.rules.flatMap(({ types = [], text }) => (types.length > 0 ? [{ types, text }] : []));
  const check = valueCheck(element);
  const slices = [...element.slices.values()].map(({ name, ...slice }) => ({
    name,
    check: valueCheck({ name, ...slice }),
  }));
  return (owner, at, findings) => {
    const key = chosenIn(owner, stem);
    const path = `${at}.${stem}`;
    for (const limit of limits) limit(key === undefined ? 0 : 1, path, owner, findings);
    if (key === undefined) return;
    const wrong = accepted.find(({ types }) => !types.some((type) => isTyped(key, stem, type)));
    if (wrong) {
      findings.issues.push({ code: 'structure', expression: path, text: wrong.text });
      return;
    }
    check(owner[key], path, findings);
    for (const slice of slices) if (slice.name === key) slice.check(owner[key], path, findings);
  };
}

function chosenIn(owner: JsonObject, stem: string): string | undefined {
  for (const key in owner) {
    if (key.length > stem.length && key.startsWith(stem) && isUpperCase(key.charCodeAt(stem.length))) return key;
  }
  return undefined;
}

function isUpperCase(character: number): boolean {
  return character >= 0x41 && character <= 0x5a;
}

function isTyped(key: string, stem: string, type: string): boolean {
  return key.slice(stem.length).toLowerCase() === type.toLowerCase();
}

function namedCheck(element: Element): MemberCheck {
  const { name, rules } = element;
  const limits = rules.map((rule) => limitOf(rule));
  const check = valueCheck(element);
  const slices = [...element.slices.values()].map(sliceCheck);
  const sibling = `_${name}`;
  return (owner, at, findings) => {
    const value = owner[name];
    const path = `${at}.${name}`;
    const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    const present = list.length > 0 ? list.length : owner[sibling] === undefined ? 0 : 1;
    for (const limit of limits) limit(present, path, owner, findings);
    for (const [index, one] of list.entries()) {
      if (one !== null) check(one, Array.isArray(value) ? `${path}[${index}]` : path, findings);
    }
    for (const slice of slices) slice(list, path, findings);
  };
}

/** How often an element may be there. */
function limitOf({ min, max, unless, text }: ElementRule) {
  return (present: number, path: string, owner: JsonObject, { issues }: Findings) => {
    if (min !== undefined && present === 0 && !unless?.(owner)) {
      issues.push({ code: 'required', expression: path, text });
    }
    if (max !== undefined && present > max) issues.push({ code: 'structure', expression: path, text });
  };
}

/** The elements of a list that belong to one slice. */
function sliceCheck(element: Element): Check {
  const { rules, name } = element;
  const rule = rules.find(({ slice, is }) => slice !== undefined || is !== undefined);
  const pattern = rule?.slice ?? (rule?.is === undefined ? undefined : { url: rule.is.url });
  if (rule === undefined || pattern === undefined) throw new Error(`Nothing tells which elements are of slice ${name}`);
  const { min, max = Number.POSITIVE_INFINITY, text } = rule;
  const extension = rule.is?.type === 'Extension';
  const check = valueCheck(element);
  return (values, path, findings) => {
    if (!Array.isArray(values)) return;
    let count = 0;
    for (const [index, value] of values.entries()) {
      if (!contains(value, pattern)) continue;
      count += 1;
      check(value, `${path}[${index}]`, findings);
      if (count > max) findings.issues.push({ code: 'structure', expression: `${path}[${index}]`, text });
    }
    // An empty list of anything else is told by the list's own rule.
    if (count === 0 && min !== undefined && (extension || values.length > 0)) {
      findings.issues.push({ code: 'required', expression: path, text });
    }
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
