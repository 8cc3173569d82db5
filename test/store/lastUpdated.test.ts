import type { Basic } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { openClient, openEmbedded, temporaryDirectory } from './harness.ts';

const basic: Basic = { resourceType: 'Basic', code: { text: 'tick' } };
const at = (text: string) => () => Temporal.Instant.from(text);

describe('meta.lastUpdated', () => {
  test('grows with the order of writes', async () => {
    const client = await openClient();
    const instants: (string | undefined)[] = [];
    for (let index = 0; index < 20; index += 1) instants.push((await client.createResource(basic)).meta?.lastUpdated);
    expect(instants).toEqual(instants.toSorted());
  });
});

describe('meta.lastUpdated of the embedded store', () => {
  test('never repeats, even when the clock stands still', async () => {
    const { client } = await openEmbedded({ now: at('2026-01-01T00:00:00Z') });
    const created = await Promise.all(Array.from({ length: 100 }, () => client.createResource(basic)));
    expect(new Set(created.map(({ meta }) => meta?.lastUpdated)).size).toBe(100);
    expect(created[0]?.meta?.lastUpdated).toBe('2026-01-01T00:00:00.000Z');
  });

  test('does not go back when the clock does, nor over a restart', async () => {
    const directory = temporaryDirectory();
    const before = await openEmbedded({ directory, now: at('2026-01-01T00:00:00Z') });
    await before.client.createResource(basic);
    await before.close();
    const { client } = await openEmbedded({ directory, now: at('2025-06-01T00:00:00Z') });
    expect((await client.createResource(basic)).meta?.lastUpdated).toBe('2026-01-01T00:00:00.001Z');
  });

  test('_lastUpdated=gt with the last instant seen finds exactly what came after it', async () => {
    const { client } = await openEmbedded({ now: at('2026-01-01T00:00:00Z') });
    const created = [];
    for (let index = 0; index < 10; index += 1) created.push(await client.createResource(basic));
    for (const [index, { meta }] of created.entries()) {
      const later = await client.searchResources('Basic', `_lastUpdated=gt${meta?.lastUpdated}&_sort=_lastUpdated`);
      expect(later.map(({ id }) => id)).toEqual(created.slice(index + 1).map(({ id }) => id));
    }
  });
});
