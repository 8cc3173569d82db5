import { validateResource, validateResourceType } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { badRequestError } from './outcomes.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const binaryBytes = 64 * 1024 * 1024;

/** @throws OperationOutcomeError unless the type is one of FHIR R4 or Medplum. */
export function checkType(type: string): void {
  validateResourceType(type);
}

/** @throws OperationOutcomeError unless the id is one the store could have assigned. */
export function checkId(id: string | undefined, type: string): string {
  if (!id) throw badRequestError('An update needs the id of the resource.', `${type}.id`);
  if (!uuid.test(id))
    throw badRequestError('Invalid id: the store assigns ids, and all of them are UUIDs.', `${type}.id`);
  return id;
}

/**
 * Structure, cardinality, types and invariants of the base resource; a Binary may hold more than a megabyte.
 *
 * @throws OperationOutcomeError with all errors found.
 */
export function checkResource(resource: Resource): void {
  validateResource(resource, resource.resourceType === 'Binary' ? { base64BinaryMaxBytes: binaryBytes } : undefined);
}
