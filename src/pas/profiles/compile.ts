import {
  type Check,
  codesCheck,
  type Findings,
  invariantCheck,
  isObject,
  limitOf,
  patternCheck,
  reachCheck,
} from './checks.ts';
import { chosenIn, isTyped } from './choices.ts';
import { contains } from './patterns.ts';
import type { ElementRule, JsonObject, Profile } from './profile.ts';
import { type Element, elementsOf } from './tree.ts';

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
