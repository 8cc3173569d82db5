import { randomUUID } from 'node:crypto';
import { deepEquals, type Operation, type WithId } from '@medplum/core';
import type { Meta, Parameters, Resource } from '@medplum/fhirtypes';
import type { Engine, Interaction } from './engine.ts';
import { badRequestError, goneError, preconditionError } from './outcomes.ts';
import { applyPatchTo } from './patch.ts';
import { existing, read } from './reads.ts';
import { checkId, checkResource, checkType } from './validation.ts';
import { type Current, idInUse, writeVersion } from './versions.ts';

/** All of these run in a transaction on the writer's connection. */

/** @param id assigned by the store; one the client sent is not looked at. */
export function create<Type extends Resource>(engine: Engine, resource: Type, id: string): WithId<Type> {
  checkType(resource.resourceType);
  if (idInUse(engine.writer, resource.resourceType, id)) throw badRequestError('Assigned ID is already in use');
  return store(engine, { ...resource, id }, undefined, 'create');
}

/**
 * An update that changes nothing answers the version there is. A deleted resource comes back to life.
 *
 * @throws OperationOutcomeError 404 unknown id, 412 when `ifMatch` is not the current version.
 */
export function update<Type extends Resource>(engine: Engine, resource: Type, ifMatch?: string): WithId<Type> {
  checkType(resource.resourceType);
  const id = checkId(resource.id, resource.resourceType);
  const current = existing(engine.writer, resource.resourceType, id);
  if (ifMatch && current.content === null) throw goneError();
  if (ifMatch && ifMatch !== current.version) throw preconditionError();
  return store(engine, { ...resource, id }, current, 'update');
}

/** @throws OperationOutcomeError 404 unknown, 410 deleted, 412 stale, 400 when the patch does not apply. */
export function patch<Type extends Resource>(
  engine: Engine,
  type: string,
  id: string,
  operations: Operation[] | Parameters,
  ifMatch?: string,
): WithId<Type> {
  const resource = read<Type>(engine.writer, type, id);
  applyPatchTo(resource, operations);
  if (resource.resourceType !== type || resource.id !== id) {
    throw badRequestError('A patch cannot change resourceType or id.');
  }
  return update<Type>(engine, resource, ifMatch);
}

/** As on a Medplum server, deleting what is deleted already succeeds and changes nothing. */
export function remove(engine: Engine, type: string, id: string, ifMatch?: string): void {
  const current = existing(engine.writer, type, id);
  if (current.content === null) return;
  if (ifMatch && ifMatch !== current.version) throw preconditionError();
  const updated = engine.clock.next();
  writeVersion(engine.writer, current, { type, id, version: randomUUID(), updated, resource: undefined });
  engine.changes.written(type);
}

function store<Type extends Resource>(
  engine: Engine,
  resource: WithId<Type>,
  current: Current | undefined,
  interaction: Interaction,
): WithId<Type> {
  const version = randomUUID();
  const updated = engine.clock.next();
  const stored = { ...resource, meta: serverMeta(resource.meta, version, updated) };
  checkResource(stored);
  if (current?.content) {
    const before: WithId<Type> = JSON.parse(current.content);
    // Compared as JSON, which has no undefined; core leaves versionId and lastUpdated out.
    if (deepEquals(before, JSON.parse(JSON.stringify(stored)))) return before;
  }
  const seq = writeVersion(engine.writer, current, {
    type: resource.resourceType,
    id: resource.id,
    version,
    updated,
    resource: stored,
  });
  engine.changes.written(resource.resourceType);
  engine.written(stored, interaction, seq);
  return stored;
}

/** Version, instant, author, project and compartment are the server's to say. */
function serverMeta(meta: Meta | undefined, versionId: string, updated: number): Meta {
  const { author, project, compartment, ...given } = meta ?? {};
  return { ...given, versionId, lastUpdated: new Date(updated).toISOString() };
}
