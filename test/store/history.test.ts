import type { Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { failureOf, openClient, testSystem, unique } from './harness.ts';

describe('history', () => {
  test('keeps every version, the newest first, and each can be read', async () => {
    const client = await openClient();
    const first = await client.createResource<Patient>({ resourceType: 'Patient', gender: 'other' });
    const second = await client.updateResource<Patient>({ ...first, gender: 'female' });
    const third = await client.updateResource<Patient>({ ...second, gender: 'male' });
    const history = await client.readHistory('Patient', first.id);
    expect(history.type).toBe('history');
    expect(history.entry?.map(({ resource }) => resource?.gender)).toEqual(['male', 'female', 'other']);
    for (const version of [first, second, third]) {
      expect(await client.readVersion('Patient', first.id, version.meta?.versionId ?? '')).toEqual(version);
    }
  });

  test('a deleted resource is gone, its versions and its tombstone stay', async () => {
    const client = await openClient();
    const patient = await client.createResource<Patient>({ resourceType: 'Patient' });
    await client.deleteResource('Patient', patient.id);
    expect((await failureOf(client.readResource('Patient', patient.id))).status).toBe(410);
    const history = await client.readHistory('Patient', patient.id);
    expect(history.entry?.map(({ response }) => response?.status)).toEqual(['410', '200']);
    expect(history.entry?.[0]?.resource).toBeUndefined();
    expect(await client.readVersion('Patient', patient.id, patient.meta?.versionId ?? '')).toEqual(patient);
  });

  test('a deleted resource is not found by any search', async () => {
    const client = await openClient();
    const value = unique();
    const patient = await client.createResource<Patient>({
      resourceType: 'Patient',
      identifier: [{ system: testSystem, value }],
    });
    await client.deleteResource('Patient', patient.id);
    expect(await client.searchResources('Patient', `identifier=${testSystem}|${value}`)).toHaveLength(0);
    expect(await client.searchResources('Patient', `_id=${patient.id}`)).toHaveLength(0);
  });

  test('deleting twice succeeds and adds no tombstone', async () => {
    const client = await openClient();
    const patient = await client.createResource<Patient>({ resourceType: 'Patient' });
    await client.deleteResource('Patient', patient.id);
    await client.deleteResource('Patient', patient.id);
    expect((await client.readHistory('Patient', patient.id)).entry).toHaveLength(2);
  });

  test.each([
    { what: 'a resource that never was', request: 'read', status: 404 },
    { what: 'a resource that never was', request: 'history', status: 404 },
    { what: 'a resource that never was', request: 'delete', status: 404 },
    { what: 'a version that never was', request: 'version', status: 404 },
  ])('$request of $what is answered with $status', async ({ request, status }) => {
    const client = await openClient();
    const { id } = await client.createResource<Patient>({ resourceType: 'Patient' });
    const requests: Record<string, () => Promise<unknown>> = {
      read: () => client.readResource('Patient', unique()),
      history: () => client.readHistory('Patient', unique()),
      delete: () => client.deleteResource('Patient', unique()),
      version: () => client.readVersion('Patient', id, unique()),
    };
    expect((await failureOf(requests[request]?.() ?? Promise.resolve())).status).toBe(status);
  });
});
