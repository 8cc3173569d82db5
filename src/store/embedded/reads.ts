import type { WithId } from '@medplum/core';
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
