import type { Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { failureOf, openClient } from './harness.ts';

const ifMatch = (version: string | undefined) => ({ headers: { 'If-Match': `W/"${version}"` } });

describe('If-Match', () => {
  test('an update on the current version goes through, and makes the version stale', async () => {
    const client = await openClient();
    const first = await client.createResource<Patient>({ resourceType: 'Patient' });
    const second = await client.updateResource({ ...first, active: true }, ifMatch(first.meta?.versionId));
    expect(second.meta?.versionId).not.toBe(first.meta?.versionId);
    const stale = await failureOf(client.updateResource({ ...first, active: false }, ifMatch(first.meta?.versionId)));
    expect(stale.status).toBe(412);
    expect(await client.readResource('Patient', first.id)).toMatchObject({ active: true });
  });

  test('of fifty updates on one version exactly one goes through', async () => {
    const client = await openClient();
    const patient = await client.createResource<Patient>({ resourceType: 'Patient' });
    const attempts = Array.from({ length: 50 }, (_, index) =>
      client.updateResource({ ...patient, multipleBirthInteger: index }, ifMatch(patient.meta?.versionId)),
    );
    const settled = await Promise.allSettled(attempts);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await client.readHistory('Patient', patient.id)).entry).toHaveLength(2);
  });

  test('a PATCH whose test operation fails changes nothing', async () => {
    const client = await openClient();
    const patient = await client.createResource<Patient>({ resourceType: 'Patient', active: true });
    const patch = [
      { op: 'replace', path: '/active', value: false },
      { op: 'test', path: '/gender', value: 'female' },
    ] as const;
    expect((await failureOf(client.patchResource('Patient', patient.id, [...patch]))).status).toBe(400);
    expect(await client.readResource('Patient', patient.id)).toMatchObject({ active: true, meta: patient.meta });
  });

  test('a PATCH that applies makes a version', async () => {
    const client = await openClient();
    const patient = await client.createResource<Patient>({ resourceType: 'Patient', active: true });
    const patched = await client.patchResource('Patient', patient.id, [
      { op: 'replace', path: '/active', value: false },
    ]);
    expect(patched).toMatchObject({ id: patient.id, active: false });
    expect(patched.meta?.versionId).not.toBe(patient.meta?.versionId);
  });
});

describe('an update that changes nothing', () => {
  test.each([
    { update: 'the resource as it was read', change: (patient: Patient) => patient },
    {
      update: 'without versionId and lastUpdated',
      change: ({ meta, ...patient }: Patient) => ({ ...patient, meta: { tag: meta?.tag } }),
    },
    {
      update: 'with its elements in another order',
      change: ({ name, active, ...patient }: Patient): Patient => ({ active, name, ...patient }),
    },
  ])('$update keeps version and instant', async ({ change }) => {
    const client = await openClient();
    const patient = await client.createResource<Patient>({
      resourceType: 'Patient',
      name: [{ family: 'Reyes' }],
      active: true,
      meta: { tag: [{ system: 'https://example.org/tag', code: 'a' }] },
    });
    const updated = await client.updateResource({ ...change(patient), id: patient.id });
    expect(updated.meta).toEqual(patient.meta);
    expect((await client.readHistory('Patient', patient.id)).entry).toHaveLength(1);
  });

  test('an update without meta takes the tags away', async () => {
    const client = await openClient();
    const patient = await client.createResource<Patient>({
      resourceType: 'Patient',
      meta: { tag: [{ system: 'https://example.org/tag', code: 'a' }] },
    });
    const updated = await client.updateResource<Patient>({ resourceType: 'Patient', id: patient.id });
    expect(updated.meta?.tag).toBeUndefined();
    expect(updated.meta?.versionId).not.toBe(patient.meta?.versionId);
  });
});
