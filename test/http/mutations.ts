import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Values that tend to be where they should not be. */
const oddities = fc.oneof(
  fc.constantFrom<Json>(
    null,
    '',
    ' ',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    [[]],
    [null],
    '\u0000',
    '__proto__',
    'NaN',
    '2026-13-45',
  ),
  fc.constantFrom<Json>(
    { reference: '#' },
    { reference: 'Patient/x' },
    { resourceType: 'Patient' },
    { coding: [{}] },
    { extension: [] },
  ),
  fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

interface Change {
  /** Picks the place: the n-th of all values, counted through. */
  readonly place: number;
  readonly kind: 'replace' | 'remove' | 'double' | 'rename';
  readonly value: Json;
}

const change: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(100_000),
  kind: fc.constantFrom('replace', 'remove', 'double', 'rename'),
  value: oddities,
});

/** A valid document with one to four things wrong with it, as text. */
export function damaged(document: string): fc.Arbitrary<string> {
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const json: Json = JSON.parse(document);
    for (const each of changes) apply(json, each);
    return JSON.stringify(json);
  });
}

function apply(json: Json, { place, kind, value }: Change): void {
  const places = placesIn(json);
  const chosen = places[place % Math.max(places.length, 1)];
  if (!chosen) return;
  const { parent, key } = chosen;
  // A copy: a later change may reach into it, and must not reach itself.
  const own = structuredClone(value);
  if (Array.isArray(parent)) applyToList(parent, Number(key), kind, own);
  else applyToObject(parent, key, kind, own);
}

function applyToList(list: Json[], index: number, kind: Change['kind'], value: Json): void {
  if (kind === 'remove') list.splice(index, 1);
  else if (kind === 'double') list.splice(index, 0, structuredClone(list[index] ?? null));
  else list[index] = value;
}

function applyToObject(object: { [name: string]: Json }, key: string, kind: Change['kind'], value: Json): void {
  if (kind === 'replace') object[key] = value;
  else if (kind === 'double') object[key] = [object[key] ?? null, object[key] ?? null];
  else {
    if (kind === 'rename') object[`${key}x`] = object[key] ?? null;
    delete object[key];
  }
}

interface Place {
  readonly parent: Json[] | { [name: string]: Json };
  readonly key: string;
}

function placesIn(json: Json): readonly Place[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, child]) => [{ parent: json, key }, ...placesIn(child)]);
}
