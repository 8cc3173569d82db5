import type { Basic } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { failureOf, openClient, testSystem, unique } from './harness.ts';

const basic = (value: string, text = 'receipt'): Basic => ({
  resourceType: 'Basic',
  code: { text },
  identifier: [{ system: testSystem, value }],
});

describe('If-None-Exist', () => {
  test('creates once, and then answers the one there is', async () => {
    const client = await openClient();
    const value = unique();
    const query = `identifier=${testSystem}|${value}`;
    const first = await client.createResourceIfNoneExist<Basic>(basic(value), query);
    const second = await client.createResourceIfNoneExist<Basic>(basic(value, 'another text'), query);
    expect(second).toEqual(first);
  });

  test.each([2, 10, 40])('%i at once on one key make one resource', async (runners) => {
    const client = await openClient();
    const value = unique();
    const query = `identifier=${testSystem}|${value}`;
    const created = await Promise.all(
      Array.from({ length: runners }, () => client.createResourceIfNoneExist<Basic>(basic(value), query)),
    );
    expect(new Set(created.map(({ id }) => id)).size).toBe(1);
    expect(await client.searchResources('Basic', query)).toHaveLength(1);
  });

  test('several matches are answered with 412', async () => {
    const client = await openClient();
    const value = unique();
    await client.createResource(basic(value));
    await client.createResource(basic(value));
    const query = `identifier=${testSystem}|${value}`;
    expect((await failureOf(client.createResourceIfNoneExist<Basic>(basic(value), query))).status).toBe(412);
    expect(await client.searchResources('Basic', query)).toHaveLength(2);
  });

  test('ten conditional updates at once on one key make one resource', async () => {
    const client = await openClient();
    const value = unique();
    const query = `identifier=${testSystem}|${value}`;
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => client.upsertResource<Basic>(basic(value, `text ${index}`), query)),
    );
    expect(await client.searchResources('Basic', query)).toHaveLength(1);
  });
});
