import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { BREAKERS, type Mutation, mutationsOf } from './mutations.ts';
import { isJson, type Json, type Layer, placesIn } from './places.ts';
import { type Fact, factsOfElement } from './profileFacts.ts';

/** A message with one rule broken. */
export interface Mutant {
  readonly message: string;
  /** The rule, and the canonical of the profile that has it. */
  readonly rule: Fact;
  readonly profile: string;
  /** FHIRPath of the element. */
  readonly path: string;
  readonly body: string;
}

/** @param structures - the package's, by canonical */
export function mutantsOf(
  message: string,
  body: string,
  structures: ReadonlyMap<string, StructureDefinition>,
): readonly Mutant[] {
  const count = mutationsIn(JSON.parse(body), structures).length;
  return Array.from({ length: count }, (_, index) => {
    // Each mutation changes the message that it was found in.
    const fresh: Json = JSON.parse(body);
    const one = mutationsIn(fresh, structures)[index];
    if (!one) throw new Error('The mutations of a message are always the same');
    one.apply();
    return { message, rule: one.rule, profile: one.profile, path: one.path, body: JSON.stringify(fresh) };
  });
}

type Located = Mutation & { readonly profile: string };

function mutationsIn(bundle: Json, structures: ReadonlyMap<string, StructureDefinition>): readonly Located[] {
  const entries = Array.isArray(bundle.entry) ? bundle.entry.filter(isJson) : [];
  const layers = [
    ...layersOf(bundle, 'Bundle', structures),
    ...entries.flatMap(({ resource }, index) =>
      isJson(resource) ? layersOf(resource, `Bundle.entry[${index}].resource`, structures) : [],
    ),
  ];
  return layers.flatMap((layer) => mutationsOfLayer(layer, structures));
}

/** A resource under the profiles it claims. */
function layersOf(
  resource: Json,
  path: string,
  structures: ReadonlyMap<string, StructureDefinition>,
): readonly Layer[] {
  const claimed =
    isJson(resource.meta) && Array.isArray(resource.meta.profile) ? resource.meta.profile.map(String) : [];
  return claimed.flatMap((canonical) => {
    const structure = structures.get(canonical);
    return structure ? [{ structure, root: resource, path }] : [];
  });
}

function mutationsOfLayer(layer: Layer, structures: ReadonlyMap<string, StructureDefinition>): readonly Located[] {
  const elements = layer.structure.snapshot?.element ?? [];
  const forbidden = elements.filter(({ max }) => max === '0').map(({ id }) => `${id}.`);
  return elements
    .filter(({ id = '' }) => !forbidden.some((parent) => id.startsWith(parent)))
    .flatMap((element) => [...ownMutations(layer, element), ...inner(layer, element, structures)]);
}

function ownMutations(layer: Layer, element: ElementDefinition): readonly Located[] {
  const { id = '', min = 0 } = element;
  const { type, url } = layer.structure;
  const stated = factsOfElement(element, type);
  if (id === type) return rootMutations(layer, stated);
  const name = id.slice(type.length + 1);
  const required =
    min > 0 && !stated.includes(`${name} min ${min}`) && !id.endsWith('.url') ? [`${name} min ${min}`] : [];
  return placesIn(layer, id).flatMap((place) =>
    mutationsOf(element, [...stated, ...required], place).map((mutation) => ({ ...mutation, profile: url })),
  );
}

function rootMutations({ structure, root, path }: Layer, stated: readonly Fact[]): readonly Located[] {
  return stated.flatMap((rule) => {
    const breaker = BREAKERS[rule.slice('invariant '.length)];
    if (!breaker) throw new Error(`Nothing is known to break ${rule}`);
    return [{ rule, path, profile: structure.url, apply: () => breaker(root) }];
  });
}

/** What extensions and data types ask of themselves. */
function inner(
  layer: Layer,
  element: ElementDefinition,
  structures: ReadonlyMap<string, StructureDefinition>,
): readonly Located[] {
  const canonical = element.type?.[0]?.profile?.[0]?.split('|')[0];
  const structure = canonical === undefined ? undefined : structures.get(canonical);
  const { id = '' } = element;
  if (!structure || id === layer.structure.type) return [];
  return placesIn(layer, id).flatMap(({ owner, key, path, indexes }) => {
    const value = owner[key];
    const values = Array.isArray(value) ? value : [value];
    return values.flatMap((one: unknown, index) => {
      if (!isJson(one) || (indexes && !indexes.includes(index))) return [];
      const at = Array.isArray(value) ? `${path}[${index}]` : path;
      return mutationsOfLayer({ structure, root: one, path: at }, structures);
    });
  });
}
