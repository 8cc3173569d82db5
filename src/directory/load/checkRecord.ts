import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { isNpi } from '../../fhir/npi.ts';
import { npiSystem } from '../../fhir/systems.ts';
import { shapeIssues } from '../../pas/request/shape.ts';
import type { InputEntry } from './input.ts';
import { periodFaults } from './periods.ts';
import { isRecordType, type RecordResource, recordTypes } from './recordTypes.ts';
import type { Fault } from './rejection.ts';

/** A record that may be loaded, or all that is wrong with it; `key` is `Type/id` as far as it could be read. */
export type CheckedRecord =
  | { readonly key: string; readonly resource: RecordResource; readonly faults?: undefined }
  | { readonly key?: string; readonly faults: readonly Fault[] };

/** Checks one entry: a type of plan data, an id, FHIR R4's base rules, and, of what comes from outside, NPIs. */
export function checkRecord(entry: InputEntry, checksNpis = false): CheckedRecord {
  const key = fileKey(entry);
  if (entry.faults) return { key, faults: entry.faults };
  if (!hasResourceType(entry.resource)) {
    return { faults: [{ expression: 'resourceType', reason: 'is missing; a line or entry is one FHIR resource' }] };
  }
  const resource = withoutEmptyLists(entry.resource);
  const type = resource.resourceType;
  if (!isRecord(resource)) {
    return {
      faults: [{ expression: type, reason: `is not plan data of record; accepted: ${recordTypes.join(', ')}` }],
    };
  }
  const faults = [...validate(resource), ...periodFaults(resource, type), ...(checksNpis ? npiFaults(resource) : [])];
  if (!key)
    faults.push({
      expression: `${type}.id`,
      reason: 'is missing or not a FHIR id; a second load recognizes it by this',
    });
  if (!key || faults.length > 0) return { key, faults };
  return { key, resource };
}

/** Ten digits that are no NPI; what has not ten digits names nobody, and is left as it is. */
function npiFaults({ resourceType, identifier }: RecordResource): Fault[] {
  return (Array.isArray(identifier) ? identifier : []).flatMap((one, index) => {
    if (one?.system !== npiSystem || !/^\d{10}$/.test(`${one.value}`) || isNpi(`${one.value}`)) return [];
    const reason = `${one.value} is no NPI: it begins with 1 or 2, and ends with a Luhn check digit`;
    return [{ expression: `${resourceType}.identifier[${index}].value`, reason }];
  });
}

/** Exporters write empty lists where they have nothing to say; FHIR wants them left out. */
export function withoutEmptyLists<T extends Resource>(resource: T): T {
  return JSON.parse(
    JSON.stringify(resource, (_name, value) => (Array.isArray(value) && value.length === 0 ? undefined : value)),
  );
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
