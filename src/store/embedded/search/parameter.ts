import { createHash } from 'node:crypto';
import {
  deriveIdentifierSearchParameter,
  type FhirPathAtom,
  getSearchParameterDetails,
  getSearchParameters,
} from '@medplum/core';
import type { SearchParameter } from '@medplum/fhirtypes';

const kinds = ['token', 'reference', 'string', 'uri', 'date', 'number', 'quantity'] as const;
export type ParameterKind = (typeof kinds)[number];

/** A search parameter of one resource type, ready to index and to search by. */
export interface IndexedParameter {
  /** As in a search; `performer:identifier` for the identifiers of a reference. */
  readonly code: string;
  readonly kind: ParameterKind;
  /** What the index tables know it by. */
  readonly key: number;
  readonly expression: FhirPathAtom;
  /** The resource types a reference can point to, where the definition says. */
  readonly targets: readonly string[];
  /** Contact points are indexed in lower case. */
  readonly lowerCase: boolean;
}

// Columns of the table of current resources, not index rows; compartments are a Medplum server's own affair.
const notIndexed = new Set(['_id', '_lastUpdated', '_compartment']);
const prepared = new Map<string, ReadonlyMap<string, IndexedParameter>>();

/** All parameters a resource type can be searched by, apart from `_id` and `_lastUpdated`, by code. */
export function parametersOf(resourceType: string): ReadonlyMap<string, IndexedParameter> {
  const known = prepared.get(resourceType);
  if (known) return known;
  const parameters = new Map<string, IndexedParameter>();
  for (const definition of Object.values(getSearchParameters(resourceType) ?? {})) {
    if (notIndexed.has(definition.code)) continue;
    for (const parameter of prepare(resourceType, definition)) parameters.set(parameter.code, parameter);
  }
  prepared.set(resourceType, parameters);
  return parameters;
}

function prepare(resourceType: string, definition: SearchParameter): IndexedParameter[] {
  const kind = kinds.find((known) => known === definition.type);
  if (!kind || !definition.expression) return [];
  const parameter = indexed(resourceType, definition, kind);
  if (!parameter || kind !== 'reference') return parameter ? [parameter] : [];
  const identifier = indexed(resourceType, deriveIdentifierSearchParameter(definition), 'token');
  return identifier ? [parameter, identifier] : [parameter];
}

function indexed(resourceType: string, definition: SearchParameter, kind: ParameterKind): IndexedParameter | undefined {
  const details = detailsOf(resourceType, definition);
  if (!details) return undefined;
  const types = details.elementDefinitions?.flatMap((element) => element.type.map(({ code }) => code)) ?? [];
  return {
    code: definition.code,
    kind,
    key: hash(`${resourceType}.${definition.code}`),
    expression: details.parsedExpression,
    targets: details.referenceTargetTypes ?? definition.target ?? [],
    lowerCase: types.includes('ContactPoint'),
  };
}

function detailsOf(resourceType: string, definition: SearchParameter) {
  try {
    return getSearchParameterDetails(resourceType, definition);
  } catch {
    // Core cannot read the expressions of a few parameters; a search by one of them is answered with 400.
    return undefined;
  }
}

/** 48 bits: exact as a JavaScript number, and small in the index. */
function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6);
}
