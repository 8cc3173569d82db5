import { randomUUID } from 'node:crypto';
import type { Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import type { FhirStore, RestReply, RestRequest } from '../../src/store/index.ts';
import { openStore, testSystem, unique } from './harness.ts';

const patient = (value: string): Patient => ({ resourceType: 'Patient', identifier: [{ system: testSystem, value }] });
const missing = `Patient/${randomUUID()}`;

async function create(store: FhirStore, value = unique()): Promise<Patient> {
  return (await store.request({ method: 'POST', path: 'Patient', body: patient(value) })).body as Patient;
}

const codeOf = ({ body }: RestReply) => (body as { issue?: { code: string }[] }).issue?.[0]?.code;

describe('request()', () => {
  test('a create is answered with 201, ETag, Last-Modified and Location', async () => {
    const store = await openStore();
    const base = 'https://plan.example/fhir/';
    const { status, headers, body } = await store.request({
      method: 'POST',
      path: 'Patient',
      body: patient(unique()),
      base,
    });
    const { id, meta } = body as Patient;
    expect(status).toBe(201);
    expect(headers).toMatchObject({
      etag: `W/"${meta?.versionId}"`,
      'last-modified': new Date(meta?.lastUpdated ?? '').toUTCString(),
      location: `${base}Patient/${id}/_history/${meta?.versionId}`,
    });
  });

  test('If-None-Exist answers the resource there is with 200', async () => {
    const store = await openStore();
    const value = unique();
    const request: RestRequest = {
      method: 'POST',
      path: 'Patient',
      headers: { 'if-none-exist': `identifier=${testSystem}|${value}` },
      body: patient(value),
    };
    const first = await store.request(request);
    const second = await store.request(request);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });

  test('If-Match on the ETag of a read goes through once', async () => {
    const store = await openStore();
    const { id } = await create(store);
    const { headers, body } = await store.request({ method: 'GET', path: `Patient/${id}` });
    const update: RestRequest = {
      method: 'PUT',
      path: `Patient/${id}`,
      headers: { 'if-match': headers.etag ?? '' },
      body: { ...(body as Patient), active: true },
    };
    expect((await store.request(update)).status).toBe(200);
    const stale = await store.request({ ...update, body: { ...(body as Patient), active: false } });
    expect(stale.status).toBe(412);
  });

  test.each([
    { method: 'GET', path: 'Patient?identifier={value}' },
    { method: 'POST', path: 'Patient/_search', body: { identifier: '{value}' } },
    { method: 'POST', path: 'Patient/_search', body: 'identifier={value}' },
    { method: 'POST', path: 'Patient/_search?identifier={value}' },
  ] as const)('$method $path searches, with body $body', async (row) => {
    const store = await openStore();
    const value = unique();
    const { id } = await create(store, value);
    const filled: RestRequest = JSON.parse(JSON.stringify(row).replaceAll('{value}', value));
    const { status, body } = await store.request({ ...filled, base: 'https://plan.example/fhir/' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      type: 'searchset',
      entry: [{ fullUrl: `https://plan.example/fhir/Patient/${id}`, resource: { id } }],
    });
  });

  test('next links carry the base given and can be followed', async () => {
    const store = await openStore();
    const value = unique();
    await create(store, value);
    await create(store, value);
    const base = 'https://plan.example/fhir/';
    const first = await store.request({ method: 'GET', path: `Patient?identifier=${value}&_count=1`, base });
    const next =
      (first.body as { link: { relation: string; url: string }[] }).link.find(({ relation }) => relation === 'next')
        ?.url ?? '';
    expect(next.startsWith(base)).toBe(true);
    const second = await store.request({ method: 'GET', path: next.slice(base.length), base });
    const ids = [first, second].map(({ body }) => (body as { entry: { resource: Patient }[] }).entry[0]?.resource.id);
    expect(new Set(ids).size).toBe(2);
  });

  test('PATCH and DELETE work, a read then answers 410', async () => {
    const store = await openStore();
    const { id } = await create(store);
    const patch = [{ op: 'add', path: '/active', value: true }];
    const patched = await store.request({
      method: 'PATCH',
      path: `Patient/${id}`,
      headers: { 'content-type': 'application/json-patch+json' },
      body: patch,
    });
    expect(patched).toMatchObject({ status: 200, body: { active: true } });
    expect((await store.request({ method: 'DELETE', path: `Patient/${id}` })).status).toBe(200);
    const gone = await store.request({ method: 'GET', path: `Patient/${id}` });
    expect([gone.status, codeOf(gone)]).toEqual([410, 'deleted']);
  });

  test.each([
    { prefer: 'return=minimal', expected: undefined },
    { prefer: 'return=representation', expected: 'Patient' },
  ])('prefer: $prefer answers a body of $expected', async ({ prefer, expected }) => {
    const store = await openStore();
    const reply = await store.request({
      method: 'POST',
      path: 'Patient',
      headers: { prefer },
      body: patient(unique()),
    });
    expect(reply.status).toBe(201);
    expect((reply.body as Patient | undefined)?.resourceType).toBe(expected);
  });

  test('what is sent is not changed', async () => {
    const store = await openStore();
    const body = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: patient(unique()), request: { method: 'POST', url: 'Patient' } }],
    };
    const before = structuredClone(body);
    expect((await store.request({ method: 'POST', path: '', body })).status).toBe(200);
    expect(body).toEqual(before);
  });
});

const refusals: readonly (RestRequest & { why: string; status: number })[] = [
  { why: 'unknown id', method: 'GET', path: missing, status: 404 },
  { why: 'no such route', method: 'GET', path: 'a/b/c/d/e', status: 404 },
  { why: 'unknown resource type', method: 'GET', path: 'Colour/1', status: 400 },
  { why: 'no body', method: 'POST', path: 'Patient', status: 400 },
  { why: 'a body that is an array', method: 'POST', path: 'Patient', body: [], status: 400 },
  { why: 'another type than the URL', method: 'POST', path: 'Patient', body: { resourceType: 'Claim' }, status: 400 },
  {
    why: 'a Bundle without entries',
    method: 'POST',
    path: '',
    body: { resourceType: 'Bundle', type: 'transaction' },
    status: 400,
  },
  {
    why: 'a null entry',
    method: 'POST',
    path: '',
    body: { resourceType: 'Bundle', type: 'transaction', entry: [null] },
    status: 400,
  },
  { why: 'a patch that is none', method: 'PATCH', path: missing, body: { a: 1 }, status: 400 },
];

describe('request() refuses', () => {
  test.each(refusals.filter(() => !process.env.MEDPLUM_TEST_BASE_URL))(
    '$method $path with $why: $status and an OperationOutcome',
    async ({ status, why, ...request }) => {
      const store = await openStore();
      const reply = await store.request(request);
      expect(reply).toMatchObject({ status, body: { resourceType: 'OperationOutcome' } });
      expect(codeOf(reply)).not.toBe('exception');
    },
  );

  test('a body over one megabyte', async () => {
    const store = await openStore();
    const note = 'x'.repeat(1024 * 1024);
    const { status } = await store.request({
      method: 'POST',
      path: 'Patient',
      body: { ...patient(unique()), name: [{ text: note }] },
    });
    expect([400, 413]).toContain(status);
  });
});
