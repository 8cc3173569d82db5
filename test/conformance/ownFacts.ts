import type { ElementRule, Profile } from '../../src/pas/profiles/profile.ts';
import type { Fact } from './profileFacts.ts';

/** What one of our profiles asks, in the words of `factsOf`; data types and extensions in their places. */
export function ownFactsOf(profile: Profile): readonly Fact[] {
  const used = profile.rules.flatMap(({ at, is }) => (is ? ownFactsOf(is).map((fact) => `${at}.${fact}`) : []));
  return [...statedFactsOf(profile), ...used];
}

/** Without what the data types and extensions ask. */
export function statedFactsOf(profile: Profile): readonly Fact[] {
  return profile.rules.flatMap((rule) => [...ruleFacts(rule), ...valueFacts(rule)]);
}

function ruleFacts(rule: ElementRule): readonly Fact[] {
  const { at, min, max, codes, types, is, slice, invariants = [] } = rule;
  const fact = (text: string) => (at === '' ? text : `${at} ${text}`);
  return [
    ...(min === undefined ? [] : [fact(`min ${min}`)]),
    ...(max === undefined ? [] : [fact(`max ${max}`)]),
    ...(codes === undefined ? [] : [fact(`binding ${codes.valueSet}`)]),
    ...(types === undefined ? [] : [fact(`types ${types.map(typeName).toSorted().join('|')}`)]),
    ...(is?.type === 'Extension' ? [fact(`extension ${is.url}`)] : []),
    ...(slice === undefined || /xtension:/.test(at) ? [] : [fact('slice')]),
    ...invariants.map(({ key }) => fact(`invariant ${key}`)),
  ];
}

/** A pattern of the element, or the one that tells a slice, which the snapshot has at the slice or at a member of it. */
function valueFacts({ at, value, slice }: ElementRule): readonly Fact[] {
  const patterns: readonly (readonly [string, unknown])[] = [
    ...(value === undefined ? [] : [[at, value] as const]),
    ...(typeof slice !== 'object' || /xtension:/.test(at) ? [] : [[at, slice] as const]),
    ...(typeof slice !== 'object' || /xtension:/.test(at)
      ? []
      : Object.entries(slice).map(([member, part]) => [`${at}.${member}`, part] as const)),
  ];
  return patterns.map(([place, pattern]) => `${place} value ${JSON.stringify(pattern)}`);
}

/** The snapshot's name of a type: primitives begin with a small letter. */
function typeName(type: string): string {
  const primitives = ['String', 'Boolean', 'Date', 'Code', 'Decimal'];
  return primitives.includes(type) ? type.charAt(0).toLowerCase() + type.slice(1) : type;
}
