import { isResourceType } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { identifierToken } from './naturalId.ts';
import { isRecordType } from './recordTypes.ts';
import { conditionalReference, findReferences } from './references.ts';
import { searchAny } from './search.ts';
import type { LoadSession, Pending } from './session.ts';
import { sourceId } from './sourceId.ts';

/** The store's `Type/id` for each reference that leads out of the files, as far as it is of record. */
export type Targets = ReadonlyMap<string, string>;

/**
 * Looks up what the records refer to outside of the files: what the same source loaded before (`Type/id`), the store's
 * own id, or the one record that `Type?identifier=system|value` names.
 */
export async function findTargets(session: LoadSession, pendings: readonly Pending[]): Promise<Targets> {
  const targets = new Map<string, string>();
  const references = new Set(
    pendings.flatMap(({ resource }) => findReferences(resource).map(({ reference }) => reference)),
  );
  for (const reference of references) {
    const conditional = conditionalReference(reference);
    if (conditional) await findConditional(session, reference, conditional, targets);
  }
  const keys = [...references].flatMap((reference) => {
    const key = conditionalReference(reference) ? undefined : session.catalog.keyOf(reference);
    return key && !session.ids.has(key) ? [key] : [];
  });
  for (const [type, same] of Map.groupBy(keys, typeOf)) await findByKey(session, type, same);
  return targets;
}

async function findConditional(
  session: LoadSession,
  reference: string,
  { type, token }: { readonly type: string; readonly token: string },
  targets: Map<string, string>,
): Promise<void> {
  if (!isRecordType(type)) return;
  const found = await searchAny(session, type, 'identifier', [token]);
  const [only] = found;
  if (only?.id && found.length === 1) targets.set(reference, `${type}/${only.id}`);
}

async function findByKey(session: LoadSession, type: string, keys: readonly string[]): Promise<void> {
  if (!isResourceType(type)) return;
  if (isRecordType(type)) {
    const tokens = new Map(keys.map((key) => [sourceId(session.source, key).value, key]));
    const values = keys.map((key) => identifierToken(sourceId(session.source, key)));
    for (const resource of await searchAny(session, type, 'identifier', values)) {
      for (const { value } of resource.identifier ?? []) remember(session, tokens.get(value), resource);
    }
  }
  const ids = keys
    .filter((key) => !session.ids.has(key))
    .map(idOf)
    .filter(isStoreId);
  for (const resource of await searchAny(session, type, '_id', ids))
    remember(session, `${type}/${resource.id}`, resource);
}

function remember(session: LoadSession, key: string | undefined, { id }: Resource): void {
  if (key && id) session.ids.set(key, id);
}

function typeOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

function idOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

// Only an id the store gave out, a UUID, cannot be mistaken for one of a file.
function isStoreId(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}
