import type { CodeSystem, ElementDefinition, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { readPackage } from './packages.ts';

/** The definitions of an official package that a structural check needs. */
export interface Profiles {
  readonly structure: (url: string) => Structure | undefined;
  /** The codes of a value set, as far as the package alone enumerates them; undefined when it does not. */
  readonly codes: (valueSet: string) => ReadonlySet<string> | undefined;
}

/** A StructureDefinition’s snapshot, with each element under what it belongs to. */
export interface Structure {
  readonly url: string;
  readonly type: string;
  /** Where an extension may stand, as paths: `ClaimResponse.item`. */
  readonly contexts: readonly string[];
  /** The elements directly below an element id, slices included; below the empty one stands the root. */
  readonly below: (id: string) => readonly Element[];
}

/** An ElementDefinition with the fixed or pattern value it carries. */
export interface Element {
  readonly definition: ElementDefinition;
  /** The last step of its id without slice: `value[x]`. */
  readonly name: string;
  readonly slice?: string;
  readonly fixed?: unknown;
  readonly pattern?: unknown;
}

/** @throws Error when the package is not there: ask `hasPackage` first */
export function readProfiles(packageName: string): Profiles {
  const resources = [...readPackage(packageName)]
    .filter(([path]) => /^package\/(StructureDefinition|ValueSet|CodeSystem)-/.test(path))
    .map(([, content]): Resource => JSON.parse(content.toString('utf8')));
  const structures = new Map(ofType(resources, 'StructureDefinition').map((each) => [each.url, structureOf(each)]));
  const valueSets = new Map(ofType(resources, 'ValueSet').map((each) => [each.url, each]));
  const codeSystems = new Map(ofType(resources, 'CodeSystem').map((each) => [each.url, each]));
  return {
    structure: (url) => structures.get(withoutVersion(url)),
    codes: (url) => codesOf(valueSets.get(withoutVersion(url)), codeSystems),
  };
}

function ofType<K extends 'StructureDefinition' | 'ValueSet' | 'CodeSystem'>(resources: readonly Resource[], type: K) {
  return resources.filter((each): each is Extract<Resource, { resourceType: K }> => each.resourceType === type);
}

export function withoutVersion(canonical: string): string {
  return canonical.split('|')[0] ?? canonical;
}

/** @param definition - with a snapshot */
export function structureOf({ url, type, context = [], snapshot }: StructureDefinition): Structure {
  const children = Map.groupBy(snapshot?.element ?? [], ({ id = '' }) => id.slice(0, Math.max(id.lastIndexOf('.'), 0)));
  return {
    url,
    type,
    contexts: context.map(({ expression }) => expression),
    below: (id) => (children.get(id) ?? []).map(elementOf),
  };
}

function elementOf(definition: ElementDefinition): Element {
  const step = definition.id?.slice(definition.id.lastIndexOf('.') + 1) ?? '';
  const [name = '', slice] = step.split(':');
  const valued = (prefix: string) =>
    Object.entries(definition).find(([key]) => new RegExp(`^${prefix}[A-Z]`).test(key))?.[1];
  return { definition, name, slice, fixed: valued('fixed'), pattern: valued('pattern') };
}

function codesOf(valueSet: ValueSet | undefined, codeSystems: ReadonlyMap<string | undefined, CodeSystem>) {
  const codes = new Set<string>();
  for (const { system, concept, filter, valueSet: others } of valueSet?.compose?.include ?? []) {
    const known = concept ?? (filter || others ? undefined : codeSystems.get(system)?.concept);
    if (!known) return undefined;
    for (const { code } of known) codes.add(`${system}|${code}`);
  }
  return codes.size > 0 ? codes : undefined;
}
