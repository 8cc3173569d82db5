import { isDeepStrictEqual } from 'node:util';
import { type Element, type Profiles, type Structure, withoutVersion } from './profiles.ts';

type Json = Readonly<Record<string, unknown>>;

/** An extension that the package publishes with a context too narrow for its own use. */
export interface ContextException {
  readonly extension: string;
  readonly at: string;
  readonly because: string;
}

export interface CheckOptions {
  readonly profiles: Profiles;
  /** Extensions with this canonical base are the project's own, and may stand anywhere. */
  readonly ownBase: string;
  readonly exceptions: readonly ContextException[];
}

/**
 * What in a resource is against a profile's snapshot: presence, repetition, fixed and pattern values, codes where the package
 * enumerates them, extensions and where they stand. It follows the elements the snapshot tells: no invariants, no data types,
 * and no resource within the resource.
 */
export function structuralProblems(resource: object, profile: string, options: CheckOptions): readonly string[] {
  const structure = options.profiles.structure(profile);
  if (!structure) return [`${profile} is not in the package`];
  return problemsBelow(resource, structure, structure.type, structure.type, options);
}

function problemsBelow(
  value: object,
  structure: Structure,
  id: string,
  path: string,
  options: CheckOptions,
): readonly string[] {
  const elements = structure.below(id);
  const plain = elements.filter(({ slice, name }) => slice === undefined && name !== 'extension');
  return [
    ...plain.flatMap((element) => elementProblems(value, element, structure, path, options)),
    ...extensionProblems(value, structure, id, path, options),
  ];
}

function elementProblems(
  parent: object,
  element: Element,
  structure: Structure,
  path: string,
  options: CheckOptions,
): readonly string[] {
  const { definition, name } = element;
  const at = `${path}.${name}`;
  const values = valuesOf(parent, name);
  const { min = 0, max = '*', binding } = definition;
  const codes = binding?.strength === 'required' ? options.profiles.codes(binding.valueSet ?? '') : undefined;
  return [
    ...(values.length < min ? [`${at}: ${values.length} of at least ${min}`] : []),
    ...(max !== '*' && values.length > Number(max) ? [`${at}: ${values.length} of at most ${max}`] : []),
    ...values.flatMap((value) => [
      ...(element.fixed === undefined || isDeepStrictEqual(value, element.fixed) ? [] : [`${at}: not the fixed value`]),
      ...(element.pattern === undefined || contains(value, element.pattern) ? [] : [`${at}: not after the pattern`]),
      ...(codes === undefined || isCoded(value, codes) ? [] : [`${at}: not a code of ${binding?.valueSet}`]),
      ...(typeof value === 'object' && value !== null && !('resourceType' in value)
        ? problemsBelow(value, structure, definition.id ?? '', at, options)
        : []),
    ]),
  ];
}

/** Extensions are told apart by url: by the slices the snapshot has, and by their own definitions. */
function extensionProblems(
  value: object,
  structure: Structure,
  id: string,
  path: string,
  options: CheckOptions,
): readonly string[] {
  const slices = structure.below(id).filter(({ name, slice }) => name === 'extension' && slice !== undefined);
  const present = valuesOf(value, 'extension').filter(isJson);
  return [
    ...slices.flatMap((slice) => {
      const { min = 0, max = '*' } = slice.definition;
      const count = present.filter(({ url }) => url === urlOf(slice, structure)).length;
      const fits = count >= min && (max === '*' || count <= Number(max));
      return fits ? [] : [`${path}.extension:${slice.slice}: ${count} of ${min}..${max}`];
    }),
    ...present.flatMap((extension) => oneExtension(extension, slices, structure, path, options)),
  ];
}

function oneExtension(
  extension: Json,
  slices: readonly Element[],
  structure: Structure,
  path: string,
  options: CheckOptions,
): readonly string[] {
  const url = String(extension.url);
  if (url.startsWith(`${options.ownBase}/`)) return [];
  const at = `${path}.extension(${url.slice(url.lastIndexOf('/') + 1)})`;
  const part = slices.find((slice) => urlOf(slice, structure) === url);
  if (!url.includes(':')) {
    return part
      ? problemsBelow(extension, structure, part.definition.id ?? '', `${path}.extension`, options)
      : [`${at}: unknown`];
  }
  const own = options.profiles.structure(url);
  if (!own) return [`${at}: unknown`];
  const allowed =
    own.contexts.includes(path) || options.exceptions.some((each) => each.extension === url && each.at === path);
  return [
    ...(allowed ? [] : [`${at}: not allowed here, only at ${own.contexts.join(', ')}`]),
    ...problemsBelow(extension, own, 'Extension', `${path}.extension`, options),
  ];
}

function urlOf({ definition }: Element, structure: Structure): unknown {
  const profile = definition.type?.[0]?.profile?.[0];
  if (profile) return withoutVersion(profile);
  return structure.below(definition.id ?? '').find(({ name }) => name === 'url')?.fixed;
}

/** The values of an element; of a choice, whichever type it has. */
function valuesOf(parent: object, name: string): readonly unknown[] {
  const key = name.endsWith('[x]')
    ? Object.keys(parent).find((each) => new RegExp(`^${name.slice(0, -3)}[A-Z]`).test(each))
    : name;
  const value: unknown = key === undefined ? undefined : Reflect.get(parent, key);
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Does `value` hold all that `pattern` holds? */
function contains(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern))
    return Array.isArray(value) && pattern.every((part) => value.some((each) => contains(each, part)));
  if (!isJson(pattern)) return value === pattern;
  return isJson(value) && Object.entries(pattern).every(([name, part]) => contains(value[name], part));
}

function isCoded(value: unknown, codes: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return [...codes].some((known) => known.endsWith(`|${value}`));
  const codings = isJson(value) && Array.isArray(value.coding) ? value.coding.filter(isJson) : [];
  return codings.some(({ system, code }) => codes.has(`${system}|${code}`));
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
