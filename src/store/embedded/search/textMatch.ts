import { type Filter, splitSearchOnComma } from '@medplum/core';
import type { IndexedParameter } from './parameter.ts';
import { problem } from './problem.ts';
import { any, type Sql, sql } from './sql.ts';
import { fold } from './text.ts';

// Above every character in SQLite's byte order of UTF-8.
const afterAnything = '\u{10FFFF}';

/** Tokens: `system|code`, `|code` (no system), `system|` (any code), `code` (any system); commas are alternatives. */
export function tokenMatch({ lowerCase }: IndexedParameter, { code, value }: Filter): Sql {
  const tokens = valuesOf(code, value).map((text) => {
    const separator = text.indexOf('|');
    const given = separator < 0 ? text : text.slice(separator + 1);
    return {
      system: separator < 0 ? undefined : text.slice(0, separator),
      value: lowerCase ? given.toLowerCase() : given,
    };
  });
  const codes = tokens.filter(({ system }) => system === undefined).map((token) => token.value);
  const pairs = tokens.filter((token) => token.system !== undefined && token.value !== '');
  const systems = tokens
    .filter((token) => token.system !== undefined && token.value === '')
    .map(({ system }) => system);
  const pieces: Sql[] = [];
  if (codes.length > 0) pieces.push(oneOf('i.value', codes));
  if (systems.length > 0) pieces.push(sql('i.system IN (SELECT value FROM json_each(?))', JSON.stringify(systems)));
  const [pair] = pairs;
  if (pair && pairs.length === 1) pieces.push(sql('i.value = ? AND i.system = ?', pair.value, pair.system ?? ''));
  if (pairs.length > 1) {
    const list = JSON.stringify(pairs.map((each) => [each.value, each.system]));
    pieces.push(sql('(i.value, i.system) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))', list));
  }
  return any(pieces);
}

/** Tokens that all name system and code, one by one: the index has the resources of each in the order of their rows. */
export function orderedMatches({ kind, lowerCase }: IndexedParameter, { code, value }: Filter): readonly Sql[] {
  const texts = kind === 'token' ? [...new Set(valuesOf(code, value))] : [];
  const matches = texts.flatMap((text) => {
    const [, system, token] = /^([^|]*)\|(.+)$/s.exec(text) ?? [];
    if (system === undefined || token === undefined) return [];
    return [sql('i.value = ? AND i.system = ?', lowerCase ? token.toLowerCase() : token, system)];
  });
  return matches.length === texts.length ? matches : [];
}

/** References: `Type/id`, a canonical or other URL, or a bare id where the definition names the types. */
export function referenceMatch({ targets }: IndexedParameter, { code, value }: Filter): Sql {
  const references = valuesOf(code, value).flatMap((text) => {
    if (/[/:|]/.test(text)) return [text];
    if (targets.length === 0 || targets.includes('Resource')) {
      throw problem(`"${code}" can refer to any resource type: write it as Type/${text}.`, 'value');
    }
    return targets.map((type) => `${type}/${text}`);
  });
  return oneOf('i.value', references);
}

/** Strings: the start of the text without regard to case and accents; `:contains` anywhere; `:exact` as written. */
export function stringMatch({ key }: IndexedParameter, { code, operator, value }: Filter): Sql {
  const texts = valuesOf(code, value);
  if (operator === 'exact') return oneOf('i.system', texts);
  if (operator === 'contains') return any(texts.map((text) => sql('instr(i.value, ?) > 0', fold(text))));
  const starts = texts.map(fold);
  const [only = ''] = starts;
  return starts.length === 1 ? startsWith(only) : startsWithOneOf(key, starts);
}

/** URIs: as written; `:below` also everything that starts so. */
export function uriMatch(_parameter: IndexedParameter, { code, operator, value }: Filter): Sql {
  const uris = valuesOf(code, value);
  return operator === 'below' ? any(uris.map(startsWith)) : oneOf('i.value', uris);
}

/** The alternatives of a search value; none may be empty. */
export function valuesOf(code: string, value: string): string[] {
  const values = splitSearchOnComma(value);
  if (values.some((text) => text === '' || text === '|')) {
    throw problem(`"${code}" has an empty value: give one, or leave the parameter out.`, 'value');
  }
  return values;
}

// A list goes in as one JSON value, so that lists of any length are the same prepared statement.
export function oneOf(column: string, values: readonly string[]): Sql {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return sql(`${column} = ?`, only);
  return sql(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values));
}

function startsWith(text: string): Sql {
  return sql('(i.value >= ? AND i.value < ?)', text, text + afterAnything);
}

// As alternatives in one condition they would be compared with every value of the parameter.
function startsWithOneOf(parameter: number, texts: readonly string[]): Sql {
  return sql(
    `i.value IN (SELECT t.value FROM json_each(?) CROSS JOIN text_index t
      WHERE t.parameter = ? AND t.value >= json_each.value AND t.value < json_each.value || ?)`,
    JSON.stringify(texts),
    parameter,
    afterAnything,
  );
}
