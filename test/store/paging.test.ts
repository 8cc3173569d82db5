import type { MedplumClient } from '@medplum/core';
import type { Basic } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openClient, testSystem, unique } from './harness.ts';

const numbered = (run: string, number: number, created?: string): Basic => ({
  resourceType: 'Basic',
  code: { text: `${number}` },
  created,
  meta: { tag: [{ system: testSystem, code: run }] },
});

async function pages(client: MedplumClient, query: string, between: () => Promise<unknown> = async () => {}) {
  const found: string[] = [];
  for await (const page of client.searchResourcePages('Basic', query)) {
    found.push(...page.map(({ id }) => id));
    await between();
  }
  return found;
}

describe('following next links', () => {
  test.each([
    { number: 0, count: 5 },
    { number: 4, count: 5 },
    { number: 5, count: 5 },
    { number: 6, count: 5 },
    { number: 23, count: 7 },
  ])('$number resources in pages of $count come once each', async ({ number, count }) => {
    const client = await openClient();
    const run = unique();
    const created = await Promise.all(
      Array.from({ length: number }, (_, index) => client.createResource(numbered(run, index))),
    );
    const found = await pages(client, `_tag=${testSystem}|${run}&_count=${count}`);
    expect(found.toSorted()).toEqual(created.map(({ id }) => id).toSorted());
  });

  test.each(['', '&_sort=created', '&_sort=-created', '&_sort=created,_id'])(
    'neither skips nor repeats while others write%s',
    async (sort) => {
      const client = await openClient();
      const run = unique();
      const days = ['2026-01-01', '2026-01-02', undefined, '2026-01-02'];
      const created: Basic[] = [];
      // More pages than writes, wherever the random ids of what is written meanwhile sort.
      for (let index = 0; index < 30; index += 1)
        created.push(await client.createResource(numbered(run, index, days[index % days.length])));
      const [doomed, ...kept] = created;
      let writes = 0;
      const write = async () => {
        writes += 1;
        if (writes === 1) await client.deleteResource('Basic', doomed?.id ?? '');
        const changed = kept[writes];
        if (changed)
          await client.updateResource({ ...changed, id: changed.id ?? '', code: { text: `changed ${writes}` } });
        await client.createResource(numbered(run, 100 + writes, '2026-01-02'));
      };
      const found = await pages(client, `_tag=${testSystem}|${run}&_count=3${sort}`, () =>
        writes < 8 ? write() : Promise.resolve(),
      );
      expect(new Set(found).size).toBe(found.length);
      for (const { id } of kept) expect(found).toContain(id);
      expect(writes).toBe(8);
    },
  );

  test('pages of any size add up to the whole in its order', async () => {
    const client = await openClient();
    const run = unique();
    for (let index = 0; index < 12; index += 1)
      await client.createResource(numbered(run, index, `2026-01-0${1 + (index % 4)}`));
    const query = `_tag=${testSystem}|${run}&_sort=-created`;
    const whole = (await client.searchResources('Basic', `${query}&_count=1000`)).map(({ id }) => id);
    expect(whole).toHaveLength(12);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 13 }), async (count) => {
        expect(await pages(client, `${query}&_count=${count}`)).toEqual(whole);
      }),
      { numRuns: 13 },
    );
  });
});
