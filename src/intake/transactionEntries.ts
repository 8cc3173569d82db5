import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';

/** A Medplum server takes bodies of 1 MB, transactions included; so does the embedded store. */
const mostBytes = 1_040_000;

export function fitsTransaction(bundle: Bundle): boolean {
  return new TextEncoder().encode(JSON.stringify(bundle)).length <= mostBytes;
}

/** @param fullUrl - by which other entries refer to it */
export function create(resource: Resource, fullUrl?: string): BundleEntry {
  return {
    ...(fullUrl === undefined ? {} : { fullUrl }),
    request: { method: 'POST', url: resource.resourceType },
    resource,
  };
}

/** A PUT that only holds if nobody changed the resource since `read`. */
export function update(resource: Resource, read: Resource): BundleEntry {
  const ifMatch = `W/"${read.meta?.versionId}"`;
  return { request: { method: 'PUT', url: `${read.resourceType}/${read.id}`, ifMatch }, resource };
}
