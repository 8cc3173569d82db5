import type { ElementRule } from './profile.ts';

/** An element with all the rules that name it, and what is below it. */
export interface Element {
  /** Of a slice: the slice's. */
  readonly name: string;
  readonly rules: readonly ElementRule[];
  readonly members: ReadonlyMap<string, Element>;
  readonly slices: ReadonlyMap<string, Element>;
}

interface Growing {
  readonly name: string;
  readonly rules: ElementRule[];
  readonly members: Map<string, Growing>;
  readonly slices: Map<string, Growing>;
}

/** Puts flat rules in their places: `item.extension:requestType` is the slice `requestType` of `extension` of `item`. */
export function elementsOf(rules: readonly ElementRule[]): Element {
  const root = grown('');
  for (const rule of rules) placeOf(root, rule.at).rules.push(rule);
  return root;
}

function placeOf(root: Growing, at: string): Growing {
  let place = root;
  for (const step of at.split('.')) {
    const [name = '', slice] = step.split(':');
    if (name !== '') place = childOf(place.members, name);
    if (slice !== undefined) place = childOf(place.slices, slice);
  }
  return place;
}

function childOf(children: Map<string, Growing>, name: string): Growing {
  const known = children.get(name);
  if (known) return known;
  const child = grown(name);
  children.set(name, child);
  return child;
}

function grown(name: string): Growing {
  return { name, rules: [], members: new Map(), slices: new Map() };
}
