import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { shapeIssues } from '../../pas/request/shape.ts';
import type { InputEntry } from './input.ts';
import { isRecordType, type RecordResource, recordTypes } from './recordTypes.ts';
import type { Fault } from './rejection.ts';

/** A record that may be loaded, or all that is wrong with it; `key` is `Type/id` as far as it could be read. */
export type CheckedRecord =
  | { readonly key: string; readonly resource: RecordResource; readonly faults?: undefined }
  | { readonly key?: string; readonly faults: readonly Fault[] };

/** Checks one entry: a type of plan data, an id, and FHIR R4's base rules. */
export function checkRecord(entry: InputEntry): CheckedRecord {
  const key = fileKey(entry);
  if (entry.fault) return { key, faults: [entry.fault] };
  if (!hasResourceType(entry.resource)) {
    return { faults: [{ expression: 'resourceType', reason: 'is missing; a line or entry is one FHIR resource' }] };
  }
  const resource = entry.resource;
  const type = resource.resourceType;
  if (!isRecord(resource)) {
    return {
      faults: [{ expression: type, reason: `is not plan data of record; accepted: ${recordTypes.join(', ')}` }],
    };
  }
  const faults = validate(resource);
  if (!key)
    faults.push({
      expression: `${type}.id`,
      reason: 'is missing or not a FHIR id; a second load recognizes it by this',
    });
  if (!key || faults.length > 0) return { key, faults };
  return { key, resource };
}

/** `Type/id`: of the resource, or with the UUID of its `urn:uuid:` fullUrl when it has no id. */
export function fileKey(entry: InputEntry): string | undefined {
  if (!hasResourceType(entry.resource)) return undefined;
  const { resourceType, id } = entry.resource;
  const fileId = id ?? /^urn:uuid:(.+)$/.exec(entry.fullUrl ?? '')?.[1];
  return typeof fileId === 'string' && /^[A-Za-z0-9.-]{1,64}$/.test(fileId) ? `${resourceType}/${fileId}` : undefined;
}

function validate(resource: RecordResource): Fault[] {
  const shape = shapeIssues({ ...resource }, resource.resourceType);
  if (shape.length > 0) return shape.map(({ expression, text }) => ({ expression, reason: text }));
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    return error.outcome.issue.map((issue) => ({
      expression: issue.expression?.[0] ?? resource.resourceType,
      reason: issue.details?.text ?? issue.diagnostics ?? issue.code,
    }));
  }
}

function hasResourceType(value: unknown): value is Resource {
  return (
    typeof value === 'object' && value !== null && 'resourceType' in value && typeof value.resourceType === 'string'
  );
}

/** A resource of a type that can be loaded; whether it is valid is for `checkRecord` to say. */
export function isRecord(value: unknown): value is RecordResource {
  return hasResourceType(value) && isRecordType(value.resourceType);
}
