import type { Fault } from './rejection.ts';

/**
 * Periods anywhere in a resource that end before they start: no day lies in them. Compared by date, as precisely as both
 * are given.
 * @param expression - FHIRPath of `value`
 */
export function periodFaults(value: unknown, expression: string): Fault[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => periodFaults(one, `${expression}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  const faults = Object.entries(value).flatMap(([name, part]) => periodFaults(part, `${expression}.${name}`));
  const { start, end } = { start: undefined, end: undefined, ...value };
  if (!isDate(start) || !isDate(end) || !isBefore(end, start)) return faults;
  return [...faults, { expression: `${expression}.end`, reason: `${end} is before start, ${start}` }];
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}/.test(value);
}

function isBefore(first: string, second: string): boolean {
  const length = Math.min(first.length, second.length, 10);
  return first.slice(0, length) < second.slice(0, length);
}
