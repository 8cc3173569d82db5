import type { Pattern } from './profile.ts';

/** Does the value hold all of the pattern? */
export function contains(value: unknown, pattern: Pattern): boolean {
  if (typeof pattern !== 'object') return value === pattern;
  if (isList(pattern)) {
    return Array.isArray(value) && pattern.every((part) => value.some((element) => contains(element, part)));
  }
  if (typeof value !== 'object' || value === null) return false;
  for (const member in pattern) {
    const part = pattern[member];
    if (part !== undefined && !contains(Reflect.get(value, member), part)) return false;
  }
  return true;
}

function isList(pattern: object): pattern is readonly Pattern[] {
  return Array.isArray(pattern);
}

/** A concept with this coding. */
export function coded(system: string, code: string): Pattern {
  return { coding: [{ system, code }] };
}
