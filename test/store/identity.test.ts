import type { Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { failureOf, openClient, unique } from './harness.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('the store assigns identities', () => {
  test('a create answers a UUID, a version and an instant', async () => {
    const client = await openClient();
    const patient = await client.createResource<Patient>({ resourceType: 'Patient' });
    expect(patient.id).toMatch(uuid);
    expect(patient.meta?.versionId).toMatch(uuid);
    expect(patient.meta?.lastUpdated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(await client.readResource('Patient', patient.id)).toMatchObject({
      id: patient.id,
      meta: { versionId: patient.meta?.versionId },
    });
  });

  test('an id, version and instant sent with a create are not taken', async () => {
    const client = await openClient();
    const id = unique();
    const meta = { versionId: unique(), lastUpdated: '2001-01-01T00:00:00Z' };
    const patient = await client.createResource<Patient>({ resourceType: 'Patient', id, meta });
    expect(patient.id).not.toBe(id);
    expect(patient.meta?.versionId).not.toBe(meta.versionId);
    expect(patient.meta?.lastUpdated?.startsWith('2001')).toBe(false);
    expect((await failureOf(client.readResource('Patient', id))).status).toBe(404);
  });

  test.each([
    { id: 'a UUID the store did not assign', value: unique(), status: 404 },
    { id: 'anything but a UUID', value: 'my-own-id', status: 400 },
  ])('a PUT to $id is answered with $status', async ({ value, status }) => {
    const client = await openClient();
    const failure = await failureOf(client.updateResource<Patient>({ resourceType: 'Patient', id: value }));
    expect(failure.status).toBe(status);
  });

  test('an id belongs to one resource type', async () => {
    const client = await openClient();
    const patient = await client.createResource<Patient>({ resourceType: 'Patient' });
    expect((await failureOf(client.readResource('Claim', patient.id))).status).toBe(404);
  });

  test.each([
    { fault: 'an unknown element', body: { resourceType: 'Patient', colour: 'blue' }, expression: 'Patient.colour' },
    { fault: 'a wrong type', body: { resourceType: 'Patient', active: 'yes' }, expression: 'Patient.active' },
    { fault: 'a null', body: { resourceType: 'Patient', gender: null }, expression: 'Patient.gender' },
    { fault: 'a missing element', body: { resourceType: 'Basic' }, expression: 'Basic.code' },
  ])('a resource with $fault is refused at $expression', async ({ body, expression }) => {
    const client = await openClient();
    const { status, outcome } = await failureOf(client.post(client.fhirUrl(body.resourceType), body));
    expect(status).toBe(400);
    expect(outcome.issue.flatMap((issue) => issue.expression ?? [])).toContain(expression);
  });
});
