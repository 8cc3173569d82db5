import type { SqlValue } from '../database.ts';
import { problem } from './problem.ts';

/** The keys of a page's last resource, as the opaque `_cursor` of a next link. */
export function writeCursor(position: readonly SqlValue[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws OperationOutcomeError when the cursor is not one of ours, or belongs to another `_sort`. */
export function readCursor(cursor: string, keys: number): SqlValue[] {
  const position = parse(cursor);
  const valid =
    Array.isArray(position) &&
    position.length === keys &&
    position.every((value) => typeof value === 'string' || typeof value === 'number');
  if (!valid)
    throw problem('"_cursor" does not belong to this search: follow the next link of a result as it is.', 'value');
  return position;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
