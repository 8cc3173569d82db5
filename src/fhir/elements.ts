import type { CodeableConcept, Coding, Extension, HumanName, Identifier } from '@medplum/fhirtypes';
import { npiSystem } from './systems.ts';

/** Whatever may carry extensions. */
export interface Extensible {
  readonly extension?: Extension[];
}

/** The first extension with this url. */
export function extensionOf(element: Extensible | undefined, url: string): Extension | undefined {
  return element?.extension?.find((extension) => extension.url === url);
}

/** All extensions with this url. */
export function extensionsOf(element: Extensible | undefined, url: string): readonly Extension[] {
  return element?.extension?.filter((extension) => extension.url === url) ?? [];
}

/** The codes of `system` in the concepts. */
export function codesOf(
  concepts: CodeableConcept | readonly CodeableConcept[] | undefined,
  system: string,
): readonly string[] {
  const list = concepts === undefined ? [] : Array.isArray(concepts) ? concepts : [concepts];
  return list
    .flatMap((concept: CodeableConcept) => concept.coding ?? [])
    .filter((coding: Coding) => coding.system === system)
    .map((coding: Coding) => coding.code)
    .filter((code) => code !== undefined);
}

/** A concept of one coding. */
export function concept(system: string, code: string, display?: string): CodeableConcept {
  return { coding: [{ system, code, ...(display === undefined ? {} : { display }) }] };
}

/** The NPI among the identifiers; what has not its ten digits names nobody. */
export function npiOf(identifiers: readonly Pick<Identifier, 'system' | 'value'>[] | undefined): string | undefined {
  return identifiers?.find(({ system, value }) => system === npiSystem && /^[12]\d{9}$/.test(value ?? ''))?.value;
}

/** `Given Family`; the text where the parts are missing. */
export function nameInWords(names: readonly HumanName[] | undefined): string | undefined {
  const [name] = names ?? [];
  const parts = [...(name?.given ?? []), name?.family].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' ') : name?.text;
}

/** `Type` and id of a literal reference such as `Patient/1` or `https://host/fhir/Patient/1/_history/2`. */
export function referencedId(
  reference: string | undefined,
): { readonly type: string; readonly id: string } | undefined {
  const match = /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/.exec(reference ?? '');
  return match?.[1] !== undefined && match[2] !== undefined ? { type: match[1], id: match[2] } : undefined;
}
