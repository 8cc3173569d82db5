import { isDeepStrictEqual } from 'node:util';
import { type Element, withoutVersion } from '../../support/profiles.ts';
import type { Defined, Definitions } from './definitions.ts';
import { extensionProblems } from './extensions.ts';
import { invariantsOf, keeps } from './invariants.ts';
import { contains, isJson, isPrimitive, type Json } from './json.ts';
import type { ContextDefect, Problem } from './problem.ts';
import { referenceProblems, resolverOf } from './references.ts';
import { isOfSlice, urlOf } from './slices.ts';
import type { Walk, Whereabouts } from './walk.ts';

export interface ValidatorOptions {
  readonly definitions: Definitions;
  /** Extensions with this canonical base are the project’s own, and held to their definitions by test/artifacts. */
  readonly ownBase: string;
  readonly defects: readonly ContextDefect[];
  readonly elsewhere: readonly string[];
  /** Told of what cannot be held: a required value set that no package enumerates, an invariant that cannot be evaluated. */
  readonly passedOver?: (rule: string) => void;
}

const typeBase = 'http://hl7.org/fhir/StructureDefinition/';

/**
 * What in a resource is against a profile, read from the snapshots: presence and number, unknown members, types, fixed values and
 * patterns, required bindings that a package enumerates, slices, extensions and where they stand, what references lead to, and
 * invariants. The entries of a Bundle are held to the profiles of what refers to them.
 */
export function validatorOf(
  options: ValidatorOptions,
): (resource: object, profile: string, bundle?: object) => readonly Problem[] {
  return (resource, profile, bundle = resource) => {
    const resolve = resolverOf({ ...bundle });
    const memory = new Map<Json, Map<string, readonly Problem[]>>();
    const resourceProblems = (each: Json, canonical: string): readonly Problem[] => {
      const known = memory.get(each) ?? new Map<string, readonly Problem[]>();
      memory.set(each, known);
      const before = known.get(canonical);
      if (before) return before;
      // Resources that refer to each other are each taken to be right while the other is looked at.
      known.set(canonical, []);
      const walk: Walk = {
        ...options,
        resource: each,
        resolve,
        resourceProblems,
        below: (...step) => below(...step, walk),
      };
      const found = [
        ...new Map(wholeProblems(each, canonical, walk).map((one) => [`${one.at} ${one.text}`, one])).values(),
      ];
      known.set(canonical, found);
      return found;
    };
    return resourceProblems({ ...resource }, profile);
  };
}

function wholeProblems(resource: Json, profile: string, walk: Walk): readonly Problem[] {
  const structure = walk.definitions.structure(profile);
  if (!structure) return [{ at: String(resource.resourceType), text: `${profile} is in no package held` }];
  const { type } = structure;
  if (resource.resourceType !== type) return [{ at: String(resource.resourceType), text: `is not ${type}` }];
  const [root] = structure.below('');
  return [
    ...(root ? invariantProblems(resource, root, type, walk) : []),
    ...below(resource, structure, type, { path: type, type }, walk),
  ];
}

function below(parent: Json, structure: Defined, id: string, where: Whereabouts, walk: Walk): readonly Problem[] {
  const elements = structure.below(id);
  const plain = elements.filter(({ slice }) => slice === undefined);
  const slices = elements.filter(({ slice }) => slice !== undefined);
  const urls = new Set(slices.filter(({ name }) => /xtension$/.test(name)).map((slice) => urlOf(slice, structure)));
  const allowed = new Set(plain.flatMap(keysOf));
  const unknown = Object.keys(parent).filter((key) => !allowed.has(key.replace(/^_/, '')) && key !== 'resourceType');
  return [
    ...unknown.map((key) => ({ at: `${where.path}.${key}`, text: 'is no member here' })),
    ...plain.flatMap((element) => {
      const own = slices.filter(({ name }) => name === element.name);
      return memberProblems(parent, element, own, structure, where, walk);
    }),
    ...extensionProblems(parent, urls, where, walk),
  ];
}

function memberProblems(
  parent: Json,
  element: Element,
  slices: readonly Element[],
  structure: Defined,
  where: Whereabouts,
  walk: Walk,
): readonly Problem[] {
  const at = `${where.path}.${element.name}`;
  const present = valuesOf(parent, element);
  const matched = slices.map((slice) => ({
    slice,
    values: present.filter(({ key, value }) => {
      if (slice.name.endsWith('[x]')) return key === slice.slice;
      const { discriminator = [] } = element.definition.slicing ?? {};
      return isOfSlice(value, slice, discriminator, structure, walk.definitions);
    }),
  }));
  const all = matched.flatMap(({ values }) => values);
  const isClosed = element.definition.slicing?.rules === 'closed';
  const strangers = isClosed && slices.length > 0 ? present.filter((each) => !all.includes(each)) : [];
  return [
    ...countProblems(present.length, element, at),
    ...strangers.map(() => ({ at, text: 'is of no slice, and others are not allowed' })),
    ...present.flatMap(({ key, value }) => valueProblems(value, key, element, structure, at, walk)),
    ...matched.flatMap(({ slice, values }) => [
      ...countProblems(values.length, slice, `${at}:${slice.slice}`),
      ...values.flatMap(({ key, value }) => valueProblems(value, key, slice, structure, at, walk)),
    ]),
  ];
}

function countProblems(count: number, { definition }: Element, at: string): readonly Problem[] {
  const { min = 0, max = '*' } = definition;
  return [
    ...(count < min ? [{ at, text: `${count} of at least ${min}` }] : []),
    ...(max !== '*' && count > Number(max) ? [{ at, text: `${count} of at most ${max}` }] : []),
  ];
}

function valueProblems(
  value: unknown,
  key: string,
  element: Element,
  structure: Defined,
  at: string,
  walk: Walk,
): readonly Problem[] {
  const { definition, fixed, pattern } = element;
  const { binding } = definition;
  const isBound = binding?.strength === 'required';
  const isInside = isBound ? walk.definitions.valueSets.holds(binding.valueSet ?? '', value) : 'yes';
  if (isInside === 'unknown') walk.passedOver?.(withoutVersion(binding?.valueSet ?? ''));
  return [
    ...(fixed === undefined || isDeepStrictEqual(value, fixed) ? [] : [{ at, text: 'is not the fixed value' }]),
    ...(pattern === undefined || contains(value, pattern) ? [] : [{ at, text: 'is not after the pattern' }]),
    ...(isInside === 'no' ? [{ at, text: `is no code of ${binding?.valueSet}` }] : []),
    ...invariantProblems(value, element, at, walk),
    ...typeProblems(value, key, element, structure, at, walk),
  ];
}

function invariantProblems(value: unknown, { definition }: Element, at: string, walk: Walk): readonly Problem[] {
  return invariantsOf(definition).flatMap((invariant) => {
    const isKept = keeps(invariant, value, walk.resource);
    if (isKept === undefined) walk.passedOver?.(invariant.key ?? '');
    return isKept === false ? [{ at, text: `breaks ${invariant.key}` }] : [];
  });
}

function typeProblems(
  value: unknown,
  key: string,
  { definition, name }: Element,
  structure: Defined,
  at: string,
  walk: Walk,
): readonly Problem[] {
  const reused = definition.contentReference?.split('#')[1];
  const id = reused ?? definition.id ?? '';
  const types = (definition.type ?? []).filter(({ code = '' }) => !name.endsWith('[x]') || key === keyFor(name, code));
  const [type] = types;
  const code = type?.code ?? 'BackboneElement';
  const primitive = isPrimitive(code, value);
  if (primitive !== undefined) return primitive ? [] : [{ at, text: `is no ${code}` }];
  if (!isJson(value)) return [{ at, text: `is no ${code}` }];
  // Extensions are held to their own definitions where they are looked at as such.
  const profiles = code === 'Extension' ? [] : (type?.profile ?? []);
  if (code === 'Resource' || walk.definitions.structure(typeBase + code)?.kind === 'resource')
    return fewest(profiles.map((profile) => walk.resourceProblems(value, profile)));
  const where: Whereabouts = { path: at, type: code };
  const own = structure.below(id).length > 0 ? below(value, structure, id, where, walk) : [];
  const others = own.length > 0 || structure.below(id).length > 0 ? profiles : [...profiles, typeBase + code];
  return [
    ...(code === 'Reference' ? referenceProblems(value, types, at, walk) : []),
    ...own,
    ...(code === 'Extension' ? [] : others).flatMap((profile) => dataProblems(value, profile, where, walk)),
  ];
}

/** Of several profiles one is enough; none: nothing is asked. */
function fewest(lists: readonly (readonly Problem[])[]): readonly Problem[] {
  return lists.toSorted((one, other) => one.length - other.length)[0] ?? [];
}

function dataProblems(value: Json, profile: string, where: Whereabouts, walk: Walk): readonly Problem[] {
  const structure = walk.definitions.structure(withoutVersion(profile));
  if (!structure) return [{ at: where.path, text: `${profile} is in no package held` }];
  const [root] = structure.below('');
  return [
    ...(root ? invariantProblems(value, root, where.path, walk) : []),
    ...below(value, structure, structure.type, where, walk),
  ];
}

/** Names that the element has in JSON: of a choice, one a type. */
function keysOf({ name, definition }: Element): readonly string[] {
  if (!name.endsWith('[x]')) return [name];
  return (definition.type ?? []).map(({ code = '' }) => keyFor(name, code));
}

function keyFor(name: string, code: string): string {
  return name.slice(0, -3) + code.charAt(0).toUpperCase() + code.slice(1);
}

function valuesOf(parent: Json, element: Element): readonly { readonly key: string; readonly value: unknown }[] {
  return keysOf(element).flatMap((key) => {
    const value = parent[key];
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).map((each: unknown) => ({ key, value: each }));
  });
}
