import type { ElementDefinition } from '@medplum/fhirtypes';
import { isJson, type Json, type Place, patternOf } from './places.ts';
import type { Fact } from './profileFacts.ts';

/** One way to break one rule of an element at a place: it changes the message in place. */
export interface Mutation {
  readonly rule: Fact;
  readonly apply: () => void;
  /** FHIRPath of the element that is wrong then; another than the place's for invariants. */
  readonly path: string;
}

/** A rule without the element in front: its kind, and what it asks. */
export const RULE = /^(?:\S+ )?(min|max|value|binding|types|invariant) (.*)$/;

type Breaker = (value: Json) => void;

/** How to break each invariant by one change of the element that has it. */
export const BREAKERS: Readonly<Record<string, Breaker>> = {
  'self-beneficiary': (coverage) => {
    coverage.relationship = {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/subscriber-relationship', code: 'child' }],
    };
    delete coverage.subscriber;
  },
  'us-core-6': (element) => {
    if ('data' in element) delete element.data;
    else for (const part of ['family', 'given']) delete element[part];
    element.id = 'without';
  },
  'us-core-13': (role) => {
    for (const part of ['practitioner', 'organization', 'healthcareService', 'location']) delete role[part];
  },
  'us-core-15': (coverage) => {
    delete coverage.subscriberId;
    coverage.identifier = [{ system: 'urn:mutant', value: '1' }];
  },
  'us-core-16': (identifier) => {
    identifier.value = '12345';
  },
  'us-core-17': (identifier) => {
    identifier.value = '1234567890';
  },
  'us-core-21': (order) => {
    delete order.requester;
  },
  'pd-1': (role) => {
    for (const part of ['telecom', 'endpoint']) delete role[part];
  },
  ClaimFirst: (bundle) => {
    if (Array.isArray(bundle.entry)) bundle.entry.splice(0, 2, bundle.entry[1], bundle.entry[0]);
  },
  ImmediateLevelOfCare: (item) => {
    const extensions = Array.isArray(item.extension) ? item.extension.filter(isJson) : [];
    const type = extensions.find(({ url }) => String(url).endsWith('extension-certificationType'));
    if (type) type.valueCodeableConcept = { coding: [{ system: 'https://codesystem.x12.org/005010/1322', code: '1' }] };
  },
};

/** Every way to break one of an element's rules at a place. */
export function mutationsOf(element: ElementDefinition, rules: readonly Fact[], place: Place): readonly Mutation[] {
  return rules.flatMap((rule) => {
    const [, kind = '', argument = ''] = RULE.exec(rule) ?? [];
    const apply = applierOf(kind, argument, element, place);
    return apply ? [{ rule, apply, path: place.path }] : [];
  });
}

function applierOf(kind: string, argument: string, element: ElementDefinition, place: Place): (() => void) | undefined {
  const { owner, key } = place;
  const there = key in owner && (place.indexes === undefined || place.indexes.length > 0);
  if (kind === 'min') return there ? () => remove(place) : undefined;
  if (kind === 'max' && argument === '0') return there ? undefined : () => add(owner, key, element);
  if (!there) return undefined;
  if (kind === 'max') return Array.isArray(owner[key]) ? () => repeat(place, Number(argument)) : undefined;
  if (kind === 'value') return tellsSlice(element) ? undefined : () => change(place, otherThan(patternOf(element)));
  if (kind === 'binding') return () => change(place, uncoded);
  if (kind === 'types') return () => retype(place, argument.split('|'));
  return kind === 'invariant' ? invariantApplier(argument, place) : undefined;
}

/** Without it the element would be of another slice, or none. */
function tellsSlice({ id = '' }: ElementDefinition): boolean {
  return id.includes(':');
}

function remove({ owner, key, indexes }: Place): void {
  const list = owner[key];
  const rest = Array.isArray(list) && indexes ? list.filter((_one, index) => !indexes.includes(index)) : [];
  if (rest.length > 0) owner[key] = rest;
  else delete owner[key];
}

function repeat({ owner, key, indexes }: Place, max: number): void {
  const list = owner[key];
  if (!Array.isArray(list)) return;
  const one: unknown = list[indexes?.[0] ?? 0];
  const count = indexes?.length ?? list.length;
  for (let more = count; more <= max; more += 1) list.push(renumbered(one, list.length + 1));
}

/** A copy with a sequence of its own, so that it breaks no other rule. */
function renumbered(value: unknown, sequence: number): unknown {
  const copy: unknown = structuredClone(value);
  if (isJson(copy) && 'sequence' in copy) copy.sequence = sequence;
  if (isJson(copy) && 'fullUrl' in copy) copy.fullUrl = `urn:uuid:00000000-0000-4000-8000-00000000000${sequence % 10}`;
  return copy;
}

const SAMPLES: Readonly<Record<string, unknown>> = {
  BackboneElement: { id: 'mutant' },
  url: 'https://mutant.example/document',
  code: '<',
  Extension: { url: 'https://mutant.example/extension', valueString: 'x' },
};

function add(owner: Json, key: string, { path = '', type = [], base }: ElementDefinition): void {
  if (path.endsWith('[x]')) {
    const dated = path.endsWith('timing[x]');
    owner[`${key}${dated ? 'Date' : 'String'}`] = dated ? '2026-11-23' : 'x';
    return;
  }
  const known: Readonly<Record<string, unknown>> = {
    search: { mode: 'match' },
    response: { status: '200' },
    request: { method: 'GET', url: 'x' },
  };
  const sample = structuredClone(known[key] ?? SAMPLES[type[0]?.code ?? ''] ?? 'x');
  owner[key] = base?.max === '*' ? [sample] : sample;
}

function change({ owner, key, indexes }: Place, mutate: (value: unknown) => unknown): void {
  const value = owner[key];
  if (!Array.isArray(value)) owner[key] = mutate(value);
  else owner[key] = value.map((one: unknown, index) => (index === (indexes?.[0] ?? 0) ? mutate(one) : one));
}

function otherThan(pattern: unknown): (value: unknown) => unknown {
  if (typeof pattern === 'boolean') return () => !pattern;
  return (value) => (typeof value === 'string' ? 'mutant' : uncoded(value));
}

/** A code that no value set has. */
function uncoded(value: unknown): unknown {
  if (typeof value === 'string') return 'mutant';
  const coding = { system: 'https://mutant.example/codes', code: 'mutant' };
  return isJson(value) && 'code' in value ? { ...value, ...coding } : { coding: [coding] };
}

function retype({ owner, key }: Place, types: readonly string[]): void {
  const stem = key.replace(
    new RegExp(`(${types.map((type) => type.charAt(0).toUpperCase() + type.slice(1)).join('|')})$`),
    '',
  );
  const others: readonly (readonly [string, unknown])[] = [
    ['String', 'x'],
    ['Reference', { display: 'x' }],
    ['DateTime', '2026-11-23'],
    ['Period', { start: '2026-11-23' }],
    ['Range', { low: { value: 1 } }],
  ];
  const allowed: Readonly<Record<string, readonly string[]>> = {
    diagnosis: ['Reference'],
    location: ['Reference'],
    code: ['Reference'],
    quantity: ['Range'],
    occurrence: ['DateTime'],
    bounds: ['Period'],
    timing: ['Period'],
    value: ['String', 'Reference'],
  };
  const other = others.find(
    ([type]) => allowed[stem]?.includes(type) && !types.some((each) => each.toLowerCase() === type.toLowerCase()),
  );
  if (!other) throw new Error(`No other type is known for ${key}`);
  delete owner[key];
  owner[stem + other[0]] = other[1];
}

function invariantApplier(name: string, place: Place): (() => void) | undefined {
  if (name === 'FullDateRule') return () => change(place, (date) => String(date).slice(0, 'YYYY-MM'.length));
  const breaker = BREAKERS[name];
  if (!breaker) throw new Error(`Nothing is known to break ${name}`);
  return () =>
    change(place, (value) => {
      if (isJson(value)) breaker(value);
      return value;
    });
}
