import type { BundleEntry } from '@medplum/fhirtypes';
import type { RecordResource } from './recordTypes.ts';

/** `Type/id` in the store. */
export function storeKey({ resourceType, id }: RecordResource): string {
  return `${resourceType}/${id}`;
}

/** A PUT that fails with 412 when somebody else wrote since `existing` was read. */
export function updateEntry(existing: RecordResource, resource: RecordResource): BundleEntry {
  const version = existing.meta?.versionId;
  return { resource, request: { method: 'PUT', url: storeKey(existing), ifMatch: version && `W/"${version}"` } };
}

/** @param fullUrl - the `urn:uuid:` by which others in the transaction refer to it */
export function createEntry(resource: RecordResource, fullUrl: string | undefined): BundleEntry {
  return { fullUrl, resource, request: { method: 'POST', url: resource.resourceType } };
}
