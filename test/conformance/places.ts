import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';

export type Json = Record<string, unknown>;

/** A member of an object in a message, there or not. */
export interface Place {
  readonly owner: Json;
  /** Key of JSON: of a choice the one that is there, else its stem. */
  readonly key: string;
  /** FHIRPath of the element, or of the list. */
  readonly path: string;
  /** Of a slice: which elements of the list belong to it. */
  readonly indexes?: readonly number[];
}

/** Where the elements of a snapshot are in a message: one structure, laid over one object of it. */
export interface Layer {
  readonly structure: StructureDefinition;
  readonly root: Json;
  readonly path: string;
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Every place of an element in a layer, as far as what holds it is there. None for a slice of which the snapshot does not
 * tell by a pattern, a type or an extension's url what belongs to it.
 */
export function placesIn(layer: Layer, id: string): readonly Place[] {
  const steps = id.split('.').slice(1);
  const last = steps.pop();
  if (last === undefined) return [];
  let owners: readonly (readonly [Json, string])[] = [[layer.root, layer.path]];
  let seen = layer.structure.type;
  for (const step of steps) {
    seen += `.${step}`;
    const here = seen;
    owners = owners.flatMap(([owner, path]) => valuesAt(layer, owner, path, step, here));
  }
  return owners.flatMap(([owner, path]) => placeOf(layer, owner, path, last, id) ?? []);
}

/** The objects of a place. */
function valuesAt(
  layer: Layer,
  owner: Json,
  path: string,
  step: string,
  id: string,
): readonly (readonly [Json, string])[] {
  const place = placeOf(layer, owner, path, step, id);
  if (!place) return [];
  const value = place.owner[place.key];
  if (isJson(value)) return [[value, place.path]];
  if (!Array.isArray(value)) return [];
  const all = value.map((one: unknown, index) => [one, `${place.path}[${index}]`, index] as const);
  return all.flatMap(([one, at, index]) => {
    const belongs = place.indexes === undefined || place.indexes.includes(index);
    return belongs && isJson(one) ? [[one, at] as const] : [];
  });
}

function placeOf(layer: Layer, owner: Json, path: string, step: string, id: string): Place | undefined {
  const [name = '', slice] = step.split(':');
  if (name.endsWith('[x]')) return choiceOf(owner, path, name.slice(0, -'[x]'.length), slice);
  const place = { owner, key: name, path: `${path}.${name}` };
  if (slice === undefined) return place;
  const list = owner[name];
  const belongs = membershipOf(layer.structure, id);
  if (!belongs) return undefined;
  const elements: readonly unknown[] = Array.isArray(list) ? list : [];
  return { ...place, indexes: elements.flatMap((element, index) => (belongs(element) ? [index] : [])) };
}

function choiceOf(owner: Json, path: string, stem: string, slice: string | undefined): Place | undefined {
  const key = Object.keys(owner).find((each) => new RegExp(`^${stem}[A-Z]`).test(each));
  if (slice !== undefined && slice !== key) return undefined;
  return { owner, key: key ?? stem, path: `${path}.${stem}` };
}

/** What tells a slice: its extension's url, or a pattern of it or of one of its members. */
function membershipOf({ snapshot }: StructureDefinition, id: string): ((element: unknown) => boolean) | undefined {
  const elements = snapshot?.element ?? [];
  const own = elements.find((element) => element.id === id);
  const url = own?.type?.[0]?.profile?.[0]?.split('|')[0] ?? elements.find((each) => each.id === `${id}.url`)?.fixedUri;
  if (/xtension:[^.]*$/.test(id)) return (element) => isJson(element) && element.url === url;
  const tellers = elements.filter((each) => each.id === id || each.id?.slice(0, each.id.lastIndexOf('.')) === id);
  const patterns = tellers.flatMap((each) => {
    const pattern = patternOf(each);
    return isJson(pattern) ? [[each.id === id ? undefined : each.id?.slice(id.length + 1), pattern] as const] : [];
  });
  if (patterns.length === 0) return undefined;
  return (element) =>
    patterns.every(([member, pattern]) =>
      holds(member === undefined || !isJson(element) ? element : element[member], pattern),
    );
}

/** The fixed or pattern value of an element. */
export function patternOf(element: ElementDefinition): unknown {
  return Object.entries(element).find(([key]) => /^(fixed|pattern)[A-Z]/.test(key))?.[1];
}

function holds(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern))
    return Array.isArray(value) && pattern.every((one) => value.some((each) => holds(each, one)));
  if (!isJson(pattern)) return value === pattern;
  return isJson(value) && Object.entries(pattern).every(([key, part]) => holds(value[key], part));
}
