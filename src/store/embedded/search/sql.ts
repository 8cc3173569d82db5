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
  return inBrackets(pieces, ' AND ', '1');
}

export function any(pieces: readonly Sql[]): Sql {
  return inBrackets(pieces, ' OR ', '0');
}

/** `before`, the piece, `after`: for wrapping a piece in a subquery. */
export function wrap(before: string, piece: Sql, after: string, ...values: SqlValue[]): Sql {
  return { text: before + piece.text + after, values: [...values, ...piece.values] };
}

export function join(pieces: readonly Sql[], separator: string): Sql {
  return {
    text: pieces.map(({ text }) => text).join(separator),
    values: pieces.flatMap(({ values }) => values),
  };
}

function inBrackets(pieces: readonly Sql[], separator: string, none: string): Sql {
  const [only] = pieces;
  if (!only) return sql(none);
  return pieces.length === 1 ? only : wrap('(', join(pieces, separator), ')');
}
