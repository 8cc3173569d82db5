import type { SortRule } from '@medplum/core';
import type { SqlValue } from '../database.ts';
import { beginningOfTime, endOfTime } from './instants.ts';
import { parametersOf } from './parameter.ts';
import { problem } from './problem.ts';
import { type Sql, sql } from './sql.ts';

/** One key of the order; `unique`: no two resources share a value, so nothing after it matters. */
export interface SortKey {
  readonly value: Sql;
  readonly descending: boolean;
  readonly unique: boolean;
}

const byRow: SortKey = { value: sql('r.rid'), descending: false, unique: true };

const columns: Readonly<Record<string, string>> = { _lastUpdated: 'r.updated', _id: 'r.id' };

/**
 * A total order: the sort asked for, then the order of creation. Resources without a value come last.
 * Every search is ordered, which is what lets a page begin exactly where the one before it ended.
 */
export function sortKeys(type: string, rules: readonly SortRule[]): readonly SortKey[] {
  const keys = [...rules.map((rule) => sortKey(type, rule)), byRow];
  return keys.slice(0, keys.findIndex(({ unique }) => unique) + 1);
}

/** The order of creation alone. */
export function isByRow([first]: readonly SortKey[]): boolean {
  return first === byRow;
}

export function orderBy(keys: readonly SortKey[]): string {
  return keys.map(({ descending }, index) => `key${index}${descending ? ' DESC' : ''}`).join(', ');
}

/** What comes after the resource whose keys are `position`. */
export function after([key, ...rest]: readonly SortKey[], [value, ...others]: readonly SqlValue[]): Sql {
  if (!key || value === undefined) return sql('0');
  const { text, values } = key.value;
  const beyond = sql(`${text} ${key.descending ? '<' : '>'} ?`, ...values, value);
  if (rest.length === 0) return beyond;
  const next = after(rest, others);
  return sql(`(${beyond.text} OR (${text} = ? AND ${next.text}))`, ...beyond.values, ...values, value, ...next.values);
}

function sortKey(type: string, { code, descending = false }: SortRule): SortKey {
  const column = columns[code];
  if (column) return { value: sql(column), descending, unique: true };
  const parameter = parametersOf(type).get(code);
  if (!parameter)
    throw problem(`Cannot sort ${type} by "${code}": use _lastUpdated, _id or a search parameter.`, 'not-supported');
  return { value: indexedValue(parameter.kind, parameter.key, descending), descending, unique: false };
}

function indexedValue(kind: string, key: number, descending: boolean): Sql {
  if (!['date', 'number', 'quantity'].includes(kind)) {
    const [extreme, none] = descending ? ['max', ''] : ['min', '\u{10FFFF}'];
    const value = `(SELECT ${extreme}(i.value) FROM text_index i WHERE i.rid = r.rid AND i.parameter = ?)`;
    return sql(`coalesce(${value}, ?)`, key, none);
  }
  const [extreme, none] = descending ? ['max(i.high)', beginningOfTime] : ['min(i.low)', endOfTime];
  const value = `(SELECT ${extreme} FROM range_index i WHERE i.rid = r.rid AND i.parameter = ?)`;
  return sql(`coalesce(${value}, ?)`, key, none);
}
