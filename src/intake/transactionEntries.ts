import type { BundleEntry, Resource } from '@medplum/fhirtypes';

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
