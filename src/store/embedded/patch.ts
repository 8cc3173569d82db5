import {
  applyPatch,
  fhirpathPatchTypedValue,
  type Operation,
  parseFhirPathPatchParameters,
  toTypedValue,
} from '@medplum/core';
import type { Parameters, Resource } from '@medplum/fhirtypes';
import { badRequestError } from './outcomes.ts';

/**
 * Applies a JSON Patch or a FHIRPath Patch to the resource itself.
 *
 * @throws OperationOutcomeError when an operation does not apply, a JSON Patch `test` that fails included.
 */
export function applyPatchTo(resource: Resource, patch: Operation[] | Parameters): void {
  const failures = Array.isArray(patch) ? jsonPatch(resource, patch) : fhirPathPatch(resource, patch);
  if (failures.length > 0) throw badRequestError(`The patch does not apply: ${failures.join('; ')}.`);
}

function jsonPatch(resource: Resource, patch: Operation[]): string[] {
  try {
    return applyPatch(resource, patch).flatMap((error, index) => (error ? [`operation ${index}: ${error.name}`] : []));
  } catch {
    return ['an operation is not one of JSON Patch (RFC 6902)'];
  }
}

function fhirPathPatch(resource: Resource, patch: Parameters): string[] {
  try {
    fhirpathPatchTypedValue(toTypedValue(resource), parseFhirPathPatchParameters(patch));
    return [];
  } catch {
    return ['the Parameters are not a FHIRPath Patch for this resource'];
  }
}
