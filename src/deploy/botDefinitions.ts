import { gunzipSync } from 'node:zlib';
import { indexStructureDefinitionBundle, isDataTypeLoaded } from '@medplum/core';
import type { StructureDefinition } from '@medplum/fhirtypes';
import { packedDefinitions } from './packedDefinitions.ts';

/** By type: the JSON of its StructureDefinition; unread until it is needed. */
export interface PackedDefinitions {
  readonly dataTypes: Readonly<Record<string, string>>;
  readonly resources: Readonly<Record<string, string>>;
}

/**
 * Makes R4's data types and the resource types that a message names known to core, in a bot. Returns at once where the
 * definitions are loaded, as in the service. A run of a bot starts with nothing, and reading all of R4 takes half a second.
 * @param message - parsed JSON, of which nothing is known yet
 */
export function loadDefinitionsFor(message: unknown): void {
  if (areLoaded()) return;
  const { dataTypes, resources } = unpack();
  const named = ['Bundle', ...resourceTypesIn(message)].flatMap((type) => resources[type] ?? []);
  index([...Object.values(dataTypes), ...new Set(named)]);
}

/** Makes all of R4 known to core, in a bot that does not know beforehand what it will read. */
export function loadAllDefinitions(): void {
  if (areLoaded()) return;
  const { dataTypes, resources } = unpack();
  index([...Object.values(dataTypes), ...Object.values(resources)]);
}

/** Core brings a sketch of the data types along, but no resource. */
function areLoaded(): boolean {
  return isDataTypeLoaded('Claim');
}

function unpack(): PackedDefinitions {
  if (packedDefinitions === '') throw new Error("R4's definitions are neither loaded nor part of this bundle");
  return JSON.parse(gunzipSync(Buffer.from(packedDefinitions, 'base64')).toString('utf8'));
}

function index(definitions: readonly string[]): void {
  indexStructureDefinitionBundle(definitions.map((text): StructureDefinition => JSON.parse(text)));
}

/** Every value of a member `resourceType`, however deep; without recursion, for the message may be hostile. */
function resourceTypesIn(message: unknown): ReadonlySet<string> {
  const types = new Set<string>();
  const open = [message];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    if ('resourceType' in value && typeof value.resourceType === 'string') types.add(value.resourceType);
    for (const member of Object.values(value)) open.push(member);
  }
  return types;
}
