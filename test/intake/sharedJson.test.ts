import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareJson, unshareJson } from '../../src/intake/sharedJson.ts';

const long = 'x'.repeat(500);

test('a large part that stands twice is said once, by whatever object it was', () => {
  const { value, shared } = shareJson([
    { a: { long }, b: 1 },
    { a: { long }, b: 2 },
  ]);
  expect(shared).toEqual([{ long }]);
  expect(value).toEqual([
    { a: { seeShared: 0 }, b: 1 },
    { a: { seeShared: 0 }, b: 2 },
  ]);
});

test('of parts within each other the whole is said once, and what stands elsewhere too once more', () => {
  const inner = { long };
  const outer = { inner, long: `${long}.` };
  const { value, shared } = shareJson([outer, outer]);
  expect(value).toEqual([{ seeShared: 0 }, { seeShared: 0 }]);
  expect(shared).toEqual([outer]);
  expect(shareJson([outer, outer, inner]).shared).toEqual([{ inner: { seeShared: 1 }, long: `${long}.` }, inner]);
});

test('small parts, and what differs, stand where they are', () => {
  const json = [{ small: { a: 1 } }, { small: { a: 1 } }, { long, a: 1 }, { long, a: 2 }];
  expect(shareJson(json)).toEqual({ value: json, shared: [] });
});

test('any JSON comes out as it went in', () => {
  const part = fc.jsonValue({ maxDepth: 3 });
  const parts = fc.array(fc.record({ name: part, long: fc.constantFrom(long, `${long}.`) }), { maxLength: 4 });
  fc.assert(
    fc.property(parts, part, (some, other) => {
      const json = JSON.parse(JSON.stringify({ one: [...some, ...some], other: { some, other } }));
      expect(unshareJson(JSON.parse(JSON.stringify(shareJson(json))))).toEqual(json);
    }),
    { seed: 20261125, numRuns: 300 },
  );
});

test('a thousand items of the same cost hardly more than one', () => {
  const candidates = Array.from({ length: 200 }, (_, index) => ({ index, long }));
  const sizeOf = (items: number) =>
    JSON.stringify(shareJson(Array.from({ length: items }, (_, sequence) => ({ sequence, candidates })))).length;
  expect(sizeOf(1000) - sizeOf(1)).toBeLessThan(1000 * 60);
});

test('what points to nothing is refused', () => {
  expect(() => unshareJson({ value: [{ seeShared: 3 }], shared: [] })).toThrow(RangeError);
});
