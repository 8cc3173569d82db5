import { randomUUID } from 'node:crypto';
import type { Operation, SearchRequest, WithId } from '@medplum/core';
import {
  type CreateResourceOptions,
  type DeleteResourceOptions,
  FhirRepository,
  type ReadHistoryOptions,
  type UpdateResourceOptions,
} from '@medplum/fhir-router';
import type { Bundle, Parameters, Reference, Resource } from '@medplum/fhirtypes';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { historyBundle } from './history.ts';
import { toOutcomeError } from './incident.ts';
import { existing, parseReference, read, readAll, readVersion } from './reads.ts';
import { searchset } from './search/bundle.ts';
import { addIncluded } from './search/included.ts';
import { runSearch } from './search/query.ts';
import { checkType } from './validation.ts';
import { countVersions, readVersions } from './versions.ts';
import { create, patch, remove, update } from './writes.ts';

const historyLimit = 100;

/**
 * FHIR resources in SQLite with the manners of a Medplum server. Outside a transaction reads see what is committed
 * and each write goes through the write queue; in one, everything happens on the writer's connection.
 *
 * Every failure is an OperationOutcomeError: what was not foreseen has issue code `exception` and an incident id.
 */
export class EmbeddedRepository extends FhirRepository {
  readonly #engine: Engine;
  readonly #inTransaction: boolean;

  constructor(engine: Engine, inTransaction = false) {
    super();
    this.#engine = engine;
    this.#inTransaction = inTransaction;
  }

  /** There is one mode only. */
  override setMode(): void {}

  override generateId(): string {
    return randomUUID();
  }

  override createResource<T extends Resource>(resource: T, options?: CreateResourceOptions): Promise<WithId<T>> {
    const id = options?.assignedId && resource.id ? resource.id : this.generateId();
    return this.#write(() => create(this.#engine, resource, id));
  }

  override readResource<T extends Resource>(type: string, id: string): Promise<WithId<T>> {
    return this.#guard(() => read<T>(this.#database, type, id));
  }

  override readReference<T extends Resource>({ reference }: Reference<T>): Promise<WithId<T>> {
    return this.#guard(() => read<T>(this.#database, ...parseReference(reference)));
  }

  override readReferences<T extends Resource>(references: readonly Reference<T>[]): Promise<(T | Error)[]> {
    return this.#guard(() =>
      readAll<T>(
        this.#database,
        references.map(({ reference }) => reference),
      ),
    );
  }

  override readHistory<T extends Resource>(
    type: string,
    id: string,
    { limit = historyLimit, offset = 0 }: ReadHistoryOptions = {},
  ): Promise<Bundle<WithId<T>>> {
    return this.#guard(() => {
      const { rid } = existing(this.#database, type, id);
      const versions = readVersions(this.#database, rid, limit, offset);
      return historyBundle<T>(type, id, versions, countVersions(this.#database, rid));
    });
  }

  override readVersion<T extends Resource>(type: string, id: string, version: string): Promise<WithId<T>> {
    return this.#guard(() => readVersion<T>(this.#database, type, id, version));
  }

  override updateResource<T extends Resource>(resource: T, options?: UpdateResourceOptions): Promise<WithId<T>> {
    return this.#write(() => update(this.#engine, resource, options?.ifMatch));
  }

  override deleteResource(type: string, id: string, options?: DeleteResourceOptions): Promise<void> {
    return this.#write(() => remove(this.#engine, type, id, options?.ifMatch));
  }

  override patchResource<T extends Resource>(
    type: T['resourceType'],
    id: string,
    operations: Operation[] | Parameters,
    options?: UpdateResourceOptions,
  ): Promise<WithId<T>> {
    return this.#write(() => patch<T>(this.#engine, type, id, operations, options?.ifMatch));
  }

  override search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    return this.#guard(() => {
      checkType(request.resourceType);
      return addIncluded(this, request, searchset<T>(request, runSearch(this.#database, request)));
    });
  }

  override async searchByReference<T extends Resource>(
    request: SearchRequest<T>,
    code: string,
    references: string[],
  ): Promise<Record<string, WithId<T>[]>> {
    const found: Record<string, WithId<T>[]> = {};
    for (const value of references) {
      const filters = [...(request.filters ?? []), { code, operator: 'eq', value } as const];
      found[value] = await this.searchResources<T>({ ...request, filters });
    }
    return found;
  }

  override withTransaction<Result>(callback: (transaction: this) => Promise<Result>): Promise<Result> {
    if (this.#inTransaction) return this.#engine.queue.nested(() => callback(this));
    return this.#engine.queue.add(() => callback(new EmbeddedRepository(this.#engine, true) as this));
  }

  get #database(): Database {
    return this.#inTransaction ? this.#engine.writer : this.#engine.reader;
  }

  #write<Result>(work: () => Result): Promise<Result> {
    if (this.#inTransaction) return this.#guard(work);
    return this.#engine.queue.add(() => this.#guard(work));
  }

  async #guard<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw toOutcomeError(error, this.#engine.log);
    }
  }
}
