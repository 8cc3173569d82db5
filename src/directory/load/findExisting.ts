import type { Identifier } from '@medplum/fhirtypes';
import { isRecord } from './checkRecord.ts';
import { hasIdentifier, identifierToken, naturalId } from './naturalId.ts';
import type { RecordResource, RecordType } from './recordTypes.ts';
import type { Fault } from './rejection.ts';
import { searchAny } from './search.ts';
import type { LoadSession, Pending } from './session.ts';
import { sourceId, sourceIdsOf } from './sourceId.ts';

/** What a record meets in the store: nothing, a record to merge with, or records it cannot be told from. */
export type Meeting =
  | { readonly kind: 'none' }
  | { readonly kind: 'record'; readonly existing: RecordResource }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** Meets each record with the store's: by source-id first, then a professional, organization or member by NPI or member number. */
export async function findExisting(session: LoadSession, pendings: readonly Pending[]): Promise<Map<Pending, Meeting>> {
  const found = new Map<RecordType, RecordResource[]>();
  for (const [type, same] of Map.groupBy(pendings, ({ resource }) => resource.resourceType)) {
    const tokens = same.flatMap((pending) => identifiersOf(session, pending).map(identifierToken));
    const resources = await searchAny(session, type, 'identifier', tokens);
    found.set(type, resources.filter(isRecord));
  }
  return new Map(
    pendings.map((pending) => [pending, meet(session, pending, found.get(pending.resource.resourceType) ?? [])]),
  );
}

function meet(session: LoadSession, { record, resource }: Pending, candidates: readonly RecordResource[]): Meeting {
  const bySource = candidates.filter((other) => hasIdentifier(other, sourceId(session.source, record.key)));
  const natural = naturalId(resource);
  const byNature = natural ? candidates.filter((other) => isSame(session, natural, other)) : [];
  const distinct = new Map([...bySource, ...byNature].map((other) => [other.id, other]));
  const [existing] = distinct.values();
  if (!existing) return { kind: 'none' };
  if (distinct.size === 1) return { kind: 'record', existing };
  // An organization's units may share its NPI: its own id tells which one it is.
  if (resource.resourceType === 'Organization' && bySource.length === 1) return { kind: 'record', existing };
  const reason = `${natural?.system ?? 'its identifier'} names ${distinct.size} records of record; correct them or the identifier`;
  return { kind: 'fault', fault: { expression: `${resource.resourceType}.identifier`, reason } };
}

/** The same NPI or member number, unless the source itself tells the two organizations apart. */
function isSame(session: LoadSession, natural: Identifier, other: RecordResource): boolean {
  if (!hasIdentifier(other, natural)) return false;
  if (other.resourceType !== 'Organization') return true;
  return !sourceIdsOf(other).some(({ source, key }) => source === session.source && session.catalog.has(key));
}

function identifiersOf({ source }: LoadSession, { record, resource }: Pending): Identifier[] {
  const natural = naturalId(resource);
  return [sourceId(source, record.key), ...(natural ? [natural] : [])];
}
