import { OperationOutcomeError, type WithId } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import type { Database } from './database.ts';
import { badRequestError, goneError, notFoundError } from './outcomes.ts';
import { checkType } from './validation.ts';
import { type Current, readCurrent, readOneVersion } from './versions.ts';

/** @throws OperationOutcomeError 404 when there never was such a resource; a deleted one is found. */
export function existing(database: Database, type: string, id: string): Current {
  checkType(type);
  const current = readCurrent(database, type, id);
  if (!current) throw notFoundError();
  return current;
}

/** @throws OperationOutcomeError 404 unknown, 410 deleted. */
export function read<Type extends Resource>(database: Database, type: string, id: string): WithId<Type> {
  const { content } = existing(database, type, id);
  if (content === null) throw goneError();
  return JSON.parse(content);
}

/** The cross join begins with the few that are named. */
export const readNamed = `
  SELECT r.type, r.id, h.content FROM json_each(?) named
  CROSS JOIN current r ON r.type = named.value ->> 0 AND r.id = named.value ->> 1
  JOIN history h ON h.seq = r.seq`;

/** What each reference names, or the OperationOutcomeError that `read` would throw; all in one look. */
export function readAll<Type extends Resource>(
  database: Database,
  references: readonly (string | undefined)[],
): (WithId<Type> | OperationOutcomeError)[] {
  const named = references.map((reference) => reference?.split('/').slice(0, 2) ?? []);
  const rows = database.all<{ type: string; id: string; content: string | null }>(readNamed, JSON.stringify(named));
  const found = new Map(rows.map(({ type, id, content }) => [`${type}/${id}`, content]));
  return references.map((reference) => {
    try {
      checkType(parseReference(reference)[0]);
      const content = found.get(reference ?? '');
      if (content === undefined) return notFoundError();
      return content === null ? goneError() : JSON.parse(content);
    } catch (error) {
      if (error instanceof OperationOutcomeError) return error;
      throw error;
    }
  });
}

/** @throws OperationOutcomeError 404 unknown, 410 for the tombstone of a deletion. */
export function readVersion<Type extends Resource>(
  database: Database,
  type: string,
  id: string,
  version: string,
): WithId<Type> {
  const found = readOneVersion(database, existing(database, type, id).rid, version);
  if (!found) throw notFoundError();
  if (found.content === null) throw goneError();
  return JSON.parse(found.content);
}

/** The two parts of `Type/id`. */
export function parseReference(reference: string | undefined): readonly [type: string, id: string] {
  const [type, id, ...rest] = reference?.split('/') ?? [];
  if (type && id && rest.length === 0) return [type, id];
  throw badRequestError(`Cannot read the reference "${reference}": write it as Type/id.`);
}
