import type { StructureDefinition } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../src/pas/profiles/profile.ts';
import { PROFILES } from '../../src/pas/profiles/profiles.ts';
import { hasPackage, readPackage } from '../support/packages.ts';
import { readProfiles } from '../support/profiles.ts';
import { gapOf, KNOWN_GAPS } from './knownGaps.ts';
import { ownFactsOf, statedFactsOf } from './ownFacts.ts';
import { type Fact, factsOf } from './profileFacts.ts';

const PACKAGE = 'hl7.fhir.us.davinci-pas-2.2.1';
/** R5's, defined elsewhere. */
const ELSEWHERE = 'http://hl7.org/fhir/5.0/';
/** Ours, in place of a rule that is a known gap. */
const IN_PLACE = /^invariant insurance\.focal$|^relationship\.coding:X12Code.* value /;

/** The profiles with the extensions and data types that they use. */
function withUsed(profiles: readonly Profile[]): ReadonlySet<Profile> {
  const all = new Set(profiles);
  for (const profile of all) for (const { is } of profile.rules) if (is) all.add(is);
  return all;
}

const rows = [...withUsed(PROFILES)]
  .filter(({ url }) => !url.startsWith(ELSEWHERE))
  .map((profile) => [profile.url.slice(profile.url.lastIndexOf('/') + 1), profile] as const);

/** Places in which a rule may be stated for a slice of it: at the slice, or at all elements of the list. */
function placesOf(fact: Fact): readonly Fact[] {
  const [, path = '', rule = ''] = /^(\S+)( .*)$/.exec(fact) ?? [];
  const steps = path.split('.');
  const general = steps.map((step, index) =>
    index < steps.length - 1 && !step.includes('xtension:') ? (step.split(':')[0] ?? step) : step,
  );
  return [fact, general.join('.') + rule];
}

/** Is the rule one of ours, or does it follow from some of ours? */
function isStated(fact: Fact, own: readonly Fact[]): boolean {
  if (placesOf(fact).some((place) => own.includes(place))) return true;
  return followsFromValue(fact, own) || followsFromParts(fact, own) || followsFromSlice(fact, own);
}

/** R4's list of codes, of which our value is the only one accepted. */
function followsFromValue(fact: Fact, own: readonly Fact[]): boolean {
  const [path = '', rule, valueSet = ''] = fact.split(' ');
  const r4 = rule === 'binding' && valueSet.startsWith('http://hl7.org/fhir/ValueSet/');
  return r4 && own.some((other) => other.startsWith(`${path} value "`));
}

/** As many extensions as there are required ones. */
function followsFromParts(fact: Fact, own: readonly Fact[]): boolean {
  const [, general = ''] = placesOf(fact);
  const found = /^(\S*extension) min (\d+)$/.exec(general) ?? /^(\S*extension) min (\d+)$/.exec(fact);
  if (!found) return false;
  const required = new Set(
    placesOf(fact).flatMap((place) => {
      const list = place.split(' ')[0] ?? '';
      return own.filter((other) => other.startsWith(`${list}:`) && /^[^.]* min 1$/.test(other.slice(list.length)));
    }),
  );
  return required.size >= Number(found[2]);
}

/** What tells a slice is there, in each that is of the slice. */
function followsFromSlice(fact: Fact, own: readonly Fact[]): boolean {
  const path = /:[^.]+\.[^.:]+ min 1$/.test(fact) ? fact.slice(0, -' min 1'.length) : undefined;
  return path !== undefined && own.some((other) => other.startsWith(`${path} value {`));
}

describe.skipIf(!hasPackage(PACKAGE))(`our rules and those of ${PACKAGE}`, () => {
  const files = hasPackage(PACKAGE) ? readPackage(PACKAGE) : new Map<string, Buffer>();
  const structures = new Map(
    [...files]
      .filter(([path]) => path.startsWith('package/StructureDefinition-'))
      .map(([, content]): StructureDefinition => JSON.parse(content.toString('utf8')))
      .map((structure) => [structure.url, structure] as const),
  );
  const official = (url: string): readonly Fact[] => {
    const structure = structures.get(url);
    if (!structure) throw new Error(`${url} is not in the package`);
    return factsOf(structure);
  };
  const unstated = (profile: Profile) => {
    const own = ownFactsOf(profile);
    return official(profile.url).filter((fact) => !isStated(fact, own));
  };

  it.for(rows)('%s: whatever it asks is asked, or is a known gap', ([, profile]) => {
    expect(unstated(profile).filter((fact) => !gapOf(profile.url, fact))).toEqual([]);
  });

  it.for(rows)('%s: nothing is asked beyond it', ([, profile]) => {
    const asked = new Set(official(profile.url).flatMap(placesOf));
    const beyond = statedFactsOf(profile).filter((fact) => !asked.has(fact) && !IN_PLACE.test(fact));
    expect(beyond.filter((fact) => !/:\S+ value /.test(fact))).toEqual([]);
  });

  it.for(KNOWN_GAPS.map((gap) => [gap.rule.source, gap] as const))('the gap %s is one still', ([, gap]) => {
    const open = rows.flatMap(([, profile]) => unstated(profile).map((fact) => gapOf(profile.url, fact)));
    const told = rows.some(([, { url }]) => official(url).some((fact) => gapOf(url, fact) === gap));
    expect(open.includes(gap) || (gap.stated === true && told)).toBe(true);
  });

  it('the codes listed are those of the package', () => {
    const { codes } = readProfiles(PACKAGE);
    const bindings = rows.flatMap(([, { rules }]) => rules.flatMap((rule) => rule.codes ?? []));
    const compared = bindings.flatMap(({ valueSet, systems }) => {
      const known = codes(valueSet);
      if (!known) return [];
      const own = [...systems].flatMap(([system, list]) => [...(list ?? [])].map((code) => `${system}|${code}`));
      const plain = (code: string) => code.slice(code.indexOf('|'));
      return [[valueSet, own.map(plain).toSorted(), [...known].map(plain).toSorted()] as const];
    });
    expect(compared.length).toBeGreaterThan(3);
    for (const [valueSet, own, known] of compared) expect({ valueSet, codes: own }).toEqual({ valueSet, codes: known });
  });
});
