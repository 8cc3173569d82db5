import type { SqlValue } from '../database.ts';

/** A piece of SQL with the values of its placeholders. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

export function sql(text: string, ...values: SqlValue[]): Sql {
  return { text, values };
}

export function all(pieces: readonly Sql[]): Sql {
  return join(pieces, ' AND ', '1');
}

export function any(pieces: readonly Sql[]): Sql {
  return join(pieces, ' OR ', '0');
}

/** `before`, the piece, `after`: for wrapping a piece in a subquery. */
export function wrap(before: string, piece: Sql, after: string, ...values: SqlValue[]): Sql {
  return { text: before + piece.text + after, values: [...values, ...piece.values] };
}

function join(pieces: readonly Sql[], separator: string, none: string): Sql {
  const [only] = pieces;
  if (!only) return sql(none);
  if (pieces.length === 1) return only;
  return {
    text: `(${pieces.map(({ text }) => text).join(separator)})`,
    values: pieces.flatMap(({ values }) => values),
  };
}
