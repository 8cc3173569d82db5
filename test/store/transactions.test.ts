import { randomUUID } from 'node:crypto';
import type { Basic, Bundle, BundleEntry, Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { failureOf, openClient, testSystem, unique } from './harness.ts';

const transaction = (...entry: BundleEntry[]): Bundle => ({ resourceType: 'Bundle', type: 'transaction', entry });

const create = (value: string, extra: Partial<Basic> = {}): BundleEntry<Basic> => ({
  resource: { resourceType: 'Basic', code: { text: 'entry' }, identifier: [{ system: testSystem, value }], ...extra },
  request: { method: 'POST', url: 'Basic' },
});

const invalid: BundleEntry = {
  resource: { resourceType: 'Basic' } as Basic,
  request: { method: 'POST', url: 'Basic' },
};

const put = (patient: Patient, ifMatch?: string): BundleEntry => ({
  resource: patient,
  request: { method: 'PUT', url: `Patient/${patient.id}`, ...(ifMatch ? { ifMatch: `W/"${ifMatch}"` } : {}) },
});

describe('a transaction', () => {
  test('stores all its entries and puts ids in the place of urn:uuid references', async () => {
    const client = await openClient();
    const fullUrl = `urn:uuid:${randomUUID()}`;
    const value = unique();
    const bundle = await client.executeBatch(
      transaction(
        { fullUrl, resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient' } },
        create(value, { subject: { reference: fullUrl } }),
      ),
    );
    expect(bundle.type).toBe('transaction-response');
    expect(bundle.entry?.map(({ response }) => response?.status)).toEqual(['201', '201']);
    const patient = bundle.entry?.[0]?.resource;
    const [stored] = await client.searchResources('Basic', `identifier=${testSystem}|${value}`);
    expect(stored?.subject?.reference).toBe(`Patient/${patient?.id}`);
  });

  test.each([
    { fault: 'an invalid resource', entries: () => [invalid] },
    { fault: 'an update of what is not there', entries: () => [put({ resourceType: 'Patient', id: randomUUID() })] },
    {
      fault: 'a read of what is not there',
      entries: () => [{ request: { method: 'GET', url: `Patient/${randomUUID()}` } as const }],
    },
  ])('with $fault stores nothing at all', async ({ entries }) => {
    const client = await openClient();
    const value = unique();
    const { status } = await failureOf(client.executeBatch(transaction(create(value), ...entries())));
    expect([400, 404]).toContain(status);
    expect(await client.searchResources('Basic', `identifier=${testSystem}|${value}`)).toHaveLength(0);
  });

  test('of eight with the same ifMatch exactly one commits, and nothing of the others is left', async () => {
    const client = await openClient();
    const receipt = await client.createResource<Patient>({ resourceType: 'Patient' });
    const value = unique();
    const attempts = Array.from({ length: 8 }, (_, index) =>
      client.executeBatch(
        transaction(
          create(value),
          create(value),
          put({ ...receipt, multipleBirthInteger: index }, receipt.meta?.versionId),
        ),
      ),
    );
    const settled = await Promise.allSettled(attempts);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = settled.flatMap((each) =>
      each.status === 'rejected' ? [failureOf(Promise.reject(each.reason))] : [],
    );
    expect(new Set((await Promise.all(reasons)).map(({ status }) => status))).toEqual(new Set([412]));
    expect(await client.searchResources('Basic', `identifier=${testSystem}|${value}`)).toHaveLength(2);
  });

  test('distinct ones all commit, sixteen in flight', async () => {
    const client = await openClient();
    const values = Array.from({ length: 32 }, unique);
    const inFlight = [...values];
    const runner = async () => {
      for (let value = inFlight.pop(); value; value = inFlight.pop())
        await client.executeBatch(transaction(create(value), create(value)));
    };
    await Promise.all(Array.from({ length: 16 }, runner));
    for (const value of values) {
      expect(await client.searchResources('Basic', `identifier=${testSystem}|${value}`)).toHaveLength(2);
    }
  });

  test('is not seen in part while it runs', async () => {
    const client = await openClient();
    const value = unique();
    const query = `identifier=${testSystem}|${value}&_summary=count`;
    const write = client.executeBatch(transaction(...Array.from({ length: 40 }, () => create(value))));
    const seen = new Set<number | undefined>();
    let ended = false;
    const ending = write.finally(() => {
      ended = true;
    });
    while (!ended) {
      seen.add((await client.search('Basic', query)).total);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await ending;
    seen.delete(0);
    seen.delete(40);
    expect(seen).toEqual(new Set());
    expect((await client.search('Basic', query)).total).toBe(40);
  });

  test.each([
    { updates: 50, refused: false },
    { updates: 51, refused: true },
  ])('with $updates updates is refused: $refused', async ({ updates, refused }) => {
    const client = await openClient();
    const created = await client.executeBatch(
      transaction(
        ...Array.from({ length: updates }, () => ({
          resource: { resourceType: 'Patient' } as const,
          request: { method: 'POST', url: 'Patient' } as const,
        })),
      ),
    );
    const puts = created.entry?.map(({ resource }) => put({ ...(resource as Patient), active: true })) ?? [];
    const outcome = await client.executeBatch(transaction(...puts)).then(
      () => false,
      () => true,
    );
    expect(puts).toHaveLength(updates);
    expect(outcome).toBe(refused);
  });
});

test('a batch stores what is valid and says what is not', async () => {
  const client = await openClient();
  const value = unique();
  const bundle = await client.executeBatch({ resourceType: 'Bundle', type: 'batch', entry: [create(value), invalid] });
  expect(bundle.entry?.map(({ response }) => response?.status)).toEqual(['201', '400']);
  expect(await client.searchResources('Basic', `identifier=${testSystem}|${value}`)).toHaveLength(1);
});
