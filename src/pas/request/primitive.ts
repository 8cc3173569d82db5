import { fhirTypeToJsType } from '@medplum/core';

const JSON_TYPES: ReadonlyMap<string, string> = new Map(Object.entries(fhirTypeToJsType));

/** The JSON type of a primitive type of FHIR (`string` of `date`); undefined for every other type. */
export function jsonTypeOf(type: string): string | undefined {
  return JSON_TYPES.get(type);
}

/** What a JSON value is, in words: `an array`, `null`, `a number`. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
