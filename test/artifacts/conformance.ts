import { evalFhirPathTyped, toTypedValue } from '@medplum/core';
import type { ElementDefinition, Extension, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { codesIn, held, ownBase } from './held.ts';

/** An extension with our base, and what carries it: `Task`, `ClaimResponse.item`, `Attachment`. */
export interface Carried {
  readonly on: string;
  readonly extension: Extension;
}

/** Every extension with our base anywhere in the resource; the parts of an extension belong to it. */
export function carriedIn(resource: Resource): readonly Carried[] {
  return below(resource, resource.resourceType);
}

function below(value: unknown, path: string): readonly Carried[] {
  if (Array.isArray(value)) return value.flatMap((each) => below(each, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    if (name === 'extension') return ownExtensions(child).map((extension) => ({ on: path, extension }));
    return below(child, /attachment$/i.test(name) ? 'Attachment' : `${path}.${name}`);
  });
}

function ownExtensions(extensions: readonly Extension[]): readonly Extension[] {
  return extensions.filter(({ url }) => url.startsWith(ownBase));
}

/** What the extension does not keep of its StructureDefinition: url, context, parts, number, types, codes. */
export function violations({ on, extension }: Carried): readonly string[] {
  const definition = held.resolve(extension.url);
  if (definition?.resourceType !== 'StructureDefinition') return [`${extension.url} is not defined`];
  const elements = definition.differential?.element ?? [];
  const parts = elements.filter(({ sliceName }) => sliceName !== undefined);
  const given = extension.extension ?? [];
  return [
    ...(isAllowedOn(definition, on) ? [] : [`${definition.id} is not for ${on}`]),
    ...valueProblems(extension, elements, 'Extension'),
    ...given
      .filter(({ url }) => !parts.some(({ sliceName }) => sliceName === url))
      .map(({ url }) => `part ${url} is not known`),
    ...parts.flatMap((part) => partProblems(part, given, elements)),
  ];
}

function isAllowedOn({ context = [] }: StructureDefinition, on: string): boolean {
  return context.some(({ type, expression }) => type === 'element' && expression === on);
}

function partProblems(part: ElementDefinition, given: readonly Extension[], elements: readonly ElementDefinition[]) {
  const found = given.filter(({ url }) => url === part.sliceName);
  const isTooMany = part.max !== '*' && found.length > Number(part.max);
  return [
    ...(found.length < (part.min ?? 0) ? [`part ${part.sliceName} is missing`] : []),
    ...(isTooMany ? [`part ${part.sliceName} is there ${found.length} times`] : []),
    ...found.flatMap((each) => valueProblems(each, elements, part.id ?? '')),
  ];
}

function valueProblems(extension: Extension, elements: readonly ElementDefinition[], id: string): readonly string[] {
  const value = elements.find((element) => element.id === `${id}.value[x]`);
  const names = Object.keys(extension).filter((name) => name.startsWith('value'));
  if (value?.max === '0') return names.map((name) => `${extension.url} has ${name}, but is made of parts`);
  const type = value?.type?.[0]?.code ?? '';
  const name = `value${type.charAt(0).toUpperCase()}${type.slice(1)}`;
  if (names.join() !== name) return [`${extension.url} has ${names.join() || 'no value'}, not ${name}`];
  const [typed] = evalFhirPathTyped('value', [toTypedValue(extension)]);
  const set = value?.binding?.valueSet;
  return set === undefined || codesOfSet(set).includes(String(typed?.value))
    ? []
    : [`${extension.url}: no code ${typed?.value}`];
}

/** Codes of a value set of ours, all systems together. */
export function codesOfSet(canonical: string): readonly string[] {
  const set = held.resolve(canonical);
  if (set?.resourceType !== 'ValueSet') return [];
  return (set.compose?.include ?? []).flatMap(({ system = '', concept }) =>
    concept ? concept.map(({ code }) => code) : codesIn(system.slice(system.lastIndexOf('/') + 1)),
  );
}
