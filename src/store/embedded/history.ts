import { allOk, gone, type WithId } from '@medplum/core';
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import type { Version } from './versions.ts';

/** The history Bundle of one resource; a deletion is an entry with status 410 and no resource. */
export function historyBundle<Type extends Resource>(
  type: string,
  id: string,
  versions: readonly Version[],
  total: number,
): Bundle<WithId<Type>> {
  return {
    resourceType: 'Bundle',
    type: 'history',
    total,
    entry: versions.map((version) => historyEntry<Type>(type, id, version)),
  };
}

function historyEntry<Type extends Resource>(type: string, id: string, version: Version): BundleEntry<WithId<Type>> {
  const lastModified = new Date(version.updated).toISOString();
  const response = (status: string) => ({ status, lastModified, etag: `W/"${version.version}"` });
  const fullUrl = `${type}/${id}`;
  const request = { method: 'GET', url: `${type}/${id}/_history/${version.version}` } as const;
  if (version.content === null) return { fullUrl, request, response: { ...response('410'), outcome: gone } };
  const resource: WithId<Type> = JSON.parse(version.content);
  return { fullUrl, request, response: { ...response('200'), outcome: allOk }, resource };
}
