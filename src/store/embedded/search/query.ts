import type { SearchRequest } from '@medplum/core';
import type { Database, SqlRow, SqlValue } from '../database.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { type Conditions, conditions } from './filter.ts';
import { estimates } from './frequencies.ts';
import { after, isByRow, orderBy, type SortKey, sortKeys } from './order.ts';
import { problem } from './problem.ts';
import { all, join, type Sql, sql, wrap } from './sql.ts';

export interface SearchPage {
  /** JSON of the resources, in order. */
  readonly contents: readonly string[];
  /** How many match in all, if that was asked for. */
  readonly total: number | undefined;
  /** Present when there is more. */
  readonly nextCursor: string | undefined;
}

type Found = { rid: number; seq: number; content: string | null } & SqlRow;

const defaultCount = 20;
const maxCount = 1_000;
const maxOffset = 10_000;

/** @throws OperationOutcomeError with everything about the search that is not supported. */
export function runSearch(database: Database, request: SearchRequest): SearchPage {
  refuseUnsupported(request);
  const count = Math.min(wholeNumber('_count', request.count) ?? defaultCount, maxCount);
  const found = conditionsOf(database, request);
  const total = request.total && request.total !== 'none' ? countAll(database, found.where) : undefined;
  if (count === 0) return { contents: [], total, nextCursor: undefined };
  const { text, values } = withContents(request, pageStatement(request, found, count + 1));
  const rows = database.all<Found>(text, ...values);
  const page = rows.slice(0, count);
  const last = rows.length > count ? page.at(-1) : undefined;
  return {
    contents: page.map(contentOf),
    total,
    nextCursor: last && writeCursor(positionOf(last)),
  };
}

/** What a search asks for; looks into the index to begin with what is rarest. */
export function conditionsOf(database: Database, { resourceType, filters }: SearchRequest): Conditions {
  return conditions(resourceType, filters ?? [], estimates(database));
}

/** Selects the rows of one page, in order. */
export function pageStatement(request: SearchRequest, { where, merged }: Conditions, limit: number): Sql {
  const keys = sortKeys(request.resourceType, request.sortRules ?? []);
  const position = request.cursor === undefined ? undefined : readCursor(request.cursor, keys.length);
  const offset = wholeNumber('_offset', request.offset) ?? 0;
  const lists = merged && isByRow(keys) ? merged.map((list) => orderedList(list, position)) : undefined;
  const { text, values } = lists ? join(lists, ' UNION ') : sortedList(where, keys, position);
  return sql(`${text} ORDER BY ${orderBy(keys)} LIMIT ? OFFSET ?`, ...values, limit, offset);
}

function sortedList(where: Sql, keys: readonly SortKey[], position: readonly SqlValue[] | undefined): Sql {
  const selected = keys.map(({ value }, index) => `${value.text} AS key${index}`).join(', ');
  const { text, values } = all([where, ...(position ? [after(keys, position)] : [])]);
  return sql(
    `SELECT r.rid, r.seq, ${selected} FROM current r WHERE ${text}`,
    ...keys.flatMap(({ value }) => value.values),
    ...values,
  );
}

/** What the index gives in the order of the rows. The cross join keeps SQLite from beginning elsewhere. */
function orderedList(where: Sql, position: readonly SqlValue[] | undefined): Sql {
  const beyond = (position ?? []).map((row) => sql('i.rid > ?', row));
  const select = 'SELECT i.rid, r.seq, i.rid AS key0 FROM text_index i CROSS JOIN current r ON r.rid = i.rid WHERE ';
  return wrap(select, all([where, ...beyond]), '');
}

function positionOf(row: Found): SqlValue[] {
  const names = Object.keys(row).filter((name) => name.startsWith('key'));
  return names.flatMap((name) => row[name] ?? []);
}

/** Only what is on the page is read from the history. */
function withContents({ resourceType, sortRules = [] }: SearchRequest, page: Sql): Sql {
  const select = 'SELECT p.*, h.content FROM (';
  const order = orderBy(sortKeys(resourceType, sortRules));
  return wrap(select, page, `) p LEFT JOIN history h ON h.seq = p.seq ORDER BY ${order}`);
}

function contentOf({ content }: Found): string {
  if (content === null) throw new Error('a current resource has no history');
  return content;
}

function countAll(database: Database, where: Sql): number {
  return numberOf(database, sql(`SELECT count(*) AS number FROM current r WHERE ${where.text}`, ...where.values));
}

function numberOf(database: Database, { text, values }: Sql): number {
  return database.first<{ number: number }>(text, ...values)?.number ?? 0;
}

function wholeNumber(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return value;
  throw problem(`"${name}" must be a whole number, zero or more.`, 'value');
}

function refuseUnsupported({ offset, summary, types }: SearchRequest): void {
  if (summary)
    throw problem(`"_summary=${summary}" is not supported; use _summary=count or _elements.`, 'not-supported');
  if (types) throw problem('"_type" is not supported: search one resource type at a time.', 'not-supported');
  if (offset !== undefined && offset > maxOffset) {
    throw problem(`"_offset" must be at most ${maxOffset}: follow the next links instead.`, 'value');
  }
}
