import type { Filter } from '@medplum/core';
import { rangeOfText } from './instants.ts';
import type { IndexedParameter } from './parameter.ts';
import { problem } from './problem.ts';
import { all, any, type Sql, sql } from './sql.ts';
import { valuesOf } from './textMatch.ts';

interface Range {
  readonly low: number;
  readonly high: number;
}

/** The columns compared; a resource's own instants and numbers are ranges too. */
interface Columns {
  readonly low: string;
  readonly high: string;
}

const indexColumns: Columns = { low: 'i.low', high: 'i.high' };

const comparisons: Partial<Record<Filter['operator'], (columns: Columns, range: Range) => Sql>> = {
  eq: ({ low, high }, range) => sql(`${low} >= ? AND ${high} <= ?`, range.low, range.high),
  ap: ({ low, high }, range) => sql(`${low} <= ? AND ${high} >= ?`, range.high, range.low),
  gt: ({ high }, range) => sql(`${high} > ?`, range.high),
  ge: ({ high }, range) => sql(`${high} >= ?`, range.low),
  lt: ({ low }, range) => sql(`${low} < ?`, range.low),
  le: ({ low }, range) => sql(`${low} <= ?`, range.high),
  sa: ({ low }, range) => sql(`${low} > ?`, range.high),
  eb: ({ high }, range) => sql(`${high} < ?`, range.low),
};

/** Dates with the prefixes of FHIR search; the precision given is the width of what is searched. */
export function dateMatch(_parameter: IndexedParameter | undefined, filter: Filter, columns = indexColumns): Sql {
  return any(
    valuesOf(filter.code, filter.value).map((text) => {
      const range = rangeOfText(text);
      if (!range)
        throw problem(`"${filter.code}=${text}" is not a date: write YYYY-MM-DD or an instant with offset.`, 'value');
      return compare(filter, columns, range);
    }),
  );
}

export function numberMatch(_parameter: IndexedParameter, filter: Filter): Sql {
  return any(
    valuesOf(filter.code, filter.value).map((text) => compare(filter, indexColumns, numberRange(filter, text))),
  );
}

/** `number`, or `number|system|code`. */
export function quantityMatch(_parameter: IndexedParameter, filter: Filter): Sql {
  return any(
    valuesOf(filter.code, filter.value).map((text) => {
      const [number = '', system = '', code = ''] = text.split('|');
      const pieces = [compare(filter, indexColumns, numberRange(filter, number))];
      if (system) pieces.push(sql('i.system = ?', system));
      if (code) pieces.push(sql('i.unit = ?', code));
      return all(pieces);
    }),
  );
}

function compare({ code, operator }: Filter, columns: Columns, range: Range): Sql {
  const comparison = comparisons[operator === 'ne' || operator === 'not' ? 'eq' : operator];
  if (!comparison)
    throw problem(`"${code}" does not take :${operator}; use eq, ne, gt, ge, lt, le, sa, eb or ap.`, 'not-supported');
  return comparison(columns, range);
}

/** "100" means 99.5 to 100.5, "100.0" 99.95 to 100.05; with gt, lt and the like exactly the number. */
function numberRange({ code, operator }: Filter, text: string): Range {
  const number = Number(text);
  if (text === '' || Number.isNaN(number)) throw problem(`"${code}=${text}" is not a number.`, 'value');
  if (!['eq', 'ne', 'ap'].includes(operator)) return { low: number, high: number };
  const decimals = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  const half = 0.5 * 10 ** -decimals;
  return { low: number - half, high: number + half };
}
