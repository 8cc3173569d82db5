import { isDeepStrictEqual } from 'node:util';
import type { ElementDefinitionSlicingDiscriminator } from '@medplum/fhirtypes';
import { type Element, withoutVersion } from '../../support/profiles.ts';
import type { Defined, Definitions } from './definitions.ts';
import { contains, isJson } from './json.ts';

/** Is the value one of the slice, by all discriminators of the sliced element? */
export function isOfSlice(
  value: unknown,
  slice: Element,
  discriminators: readonly ElementDefinitionSlicingDiscriminator[],
  structure: Defined,
  definitions: Definitions,
): boolean {
  if (slice.name === 'extension' || slice.name === 'modifierExtension')
    return isJson(value) && value.url === urlOf(slice, structure);
  return (
    discriminators.length > 0 &&
    discriminators.every(({ type, path }) => fits(value, slice, type, path, structure, definitions))
  );
}

function fits(
  value: unknown,
  slice: Element,
  type: ElementDefinitionSlicingDiscriminator['type'],
  path: string,
  structure: Defined,
  definitions: Definitions,
): boolean {
  const names = path === '$this' ? [] : path.split('.');
  const element = names.reduce<Element | undefined>(
    (parent, name) => parent && structure.below(parent.definition.id ?? '').find((child) => child.name === name),
    slice,
  );
  const found = names.reduce<unknown>((parent, name) => (isJson(parent) ? parent[name] : undefined), value);
  if (type === 'exists') return (found !== undefined) === (element?.definition.max !== '0');
  if (type === 'type') {
    const types = (element?.definition.type ?? []).map(({ code }) => code);
    return isJson(found) && typeof found.resourceType === 'string' && types.includes(found.resourceType);
  }
  if (!element) return false;
  if (element.fixed !== undefined) return isDeepStrictEqual(found, element.fixed);
  if (element.pattern !== undefined) return contains(found, element.pattern);
  const { binding } = element.definition;
  return binding?.strength === 'required' && definitions.valueSets.holds(binding.valueSet ?? '', found) === 'yes';
}

/** The url of an extension slice: that of its profile, or the fixed one of a part. */
export function urlOf({ definition }: Element, structure: Defined): unknown {
  const profile = definition.type?.[0]?.profile?.[0];
  if (profile) return withoutVersion(profile);
  return structure.below(definition.id ?? '').find(({ name }) => name === 'url')?.fixed;
}
