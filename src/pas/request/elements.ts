import { getDataType, type InternalSchemaElement } from '@medplum/core';

/** What FHIR R4 says of one JSON member of an object. */
export interface ElementDefinition {
  /** Its name in FHIRPath: a choice (`valueString`) goes by its stem (`value`). */
  readonly name: string;
  /** A data type, `Resource`, or core's name of a nested structure (`ClaimItem`). */
  readonly type: string;
  readonly repeats: boolean;
  /** Resource types a Reference may lead to; undefined: any. */
  readonly targets?: readonly string[];
}

/** What core adds to R4's Meta for its own server: no business of a client. */
const NOT_IN_R4 = new Set(['project', 'author', 'onBehalfOf', 'account', 'accounts', 'compartment', 'deleted']);
const CHOICE = '[x]';

const definitions = new Map<string, ReadonlyMap<string, ElementDefinition>>();

/**
 * The JSON members of a type, extensions of primitives (`_given`) left out.
 * @throws OperationOutcomeError when core does not know the type: R4's definitions are not loaded
 */
export function elementsOf(type: string): ReadonlyMap<string, ElementDefinition> {
  const known = definitions.get(type);
  if (known) return known;
  const elements = Object.entries(getDataType(type).elements)
    .filter(([name]) => !(type === 'Meta' && NOT_IN_R4.has(name)))
    .flatMap(([name, element]) => membersOf(name, element));
  const members = new Map(elements);
  definitions.set(type, members);
  return members;
}

function membersOf(name: string, element: InternalSchemaElement): [string, ElementDefinition][] {
  const stem = name.endsWith(CHOICE) ? name.slice(0, -CHOICE.length) : name;
  return element.type.map(({ code, targetProfile }) => [
    stem === name ? name : stem + code.charAt(0).toUpperCase() + code.slice(1),
    { name: stem, type: code, repeats: element.isArray === true, targets: targetTypes(targetProfile) },
  ]);
}

function targetTypes(profiles: readonly string[] | undefined): readonly string[] | undefined {
  const types = profiles?.map((profile) => profile.slice(profile.lastIndexOf('/') + 1));
  return types?.includes('Resource') ? undefined : types;
}
