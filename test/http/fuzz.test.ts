import type { Bundle } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example } from '../support/fhirHttp.ts';
import { damaged } from './mutations.ts';
import { openService } from './service.ts';

/** Inputs an endpoint; the seed is fixed so that a failure comes again. */
const runs = { numRuns: 2000, seed: 20261123 };

let service: Awaited<ReturnType<typeof openService>>;
beforeAll(async () => {
  service = await openService();
});
afterAll(() => service.store.close());

const text = (file: string) => new TextDecoder().decode(example(file));

async function expectGoodManners(path: string, init: RequestInit): Promise<number> {
  const response = await service.app.request(path, init);
  const body = await response.text();
  expect(response.status, body).toBeLessThan(500);
  if (response.status >= 400) {
    const outcome: { resourceType: string; issue: { severity: string; code: string }[] } = JSON.parse(body);
    expect(outcome.resourceType).toBe('OperationOutcome');
    expect(outcome.issue.length).toBeGreaterThan(0);
    expect(body).not.toMatch(/SQLITE|node:internal|at Object\.|\.ts:\d+/);
  }
  return response.status;
}

function postJson(path: string, body: string): Promise<number> {
  return expectGoodManners(path, { method: 'POST', headers: { 'content-type': 'application/fhir+json' }, body });
}

async function count(query: string): Promise<number> {
  const page = (await (await service.app.request(`/fhir/${query}&_summary=count`)).json()) as Bundle;
  return page.total ?? Number.NaN;
}

describe('never a 5xx, never half a write, one OperationOutcome', () => {
  const submissions = [
    'requests/6-network-cardiologist.json',
    'requests/9-transplant-hepatology.json',
    'requests/10-urgent-service-request.json',
  ];

  it('POST Claim/$submit: 2,000 damaged requests', { timeout: 300_000 }, async () => {
    const bodies = fc.oneof(...submissions.map((file) => damaged(text(file))));
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => void seen.add(await postJson('/fhir/Claim/$submit', body))),
      runs,
    );
    expect([...seen].sort()).toEqual([200, 400, 422]);
    const category = 'https://w3id.org/second-opinion/CodeSystem/communication-category|submission';
    const completed = await count(`Communication?category=${category}&status=completed`);
    expect(completed).toBeGreaterThan(0);
    expect(await count(`Communication?category=${category}`)).toBe(completed);
    expect(await count('ClaimResponse?_lastUpdated=gt2000-01-01')).toBe(completed);
    expect(await count('Provenance?_lastUpdated=gt2000-01-01')).toBe(completed);
  });

  it('POST Claim/$submit: 2,000 bodies that are anything', async () => {
    const bodies = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.json().map((json) => `{"resourceType":"Bundle","entry":${json}}`),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        expect(await postJson('/fhir/Claim/$submit', body)).toBeGreaterThanOrEqual(400);
      }),
      runs,
    );
  });

  it('POST ServiceRequest: 2,000 damaged requests', { timeout: 300_000 }, async () => {
    const draft = text('service-requests/out-of-network-heart-failure.json').replace('"active"', '"draft"');
    await fc.assert(
      fc.asyncProperty(damaged(draft), async (body) => void (await postJson('/fhir/ServiceRequest', body))),
      runs,
    );
  });

  it('POST Task/$decide: 2,000 damaged decisions', { timeout: 300_000 }, async () => {
    await postJson('/fhir/Claim/$submit', text('requests/10-network-alternative.json'));
    const page = (await (await service.app.request('/fhir/Task?code=review&_count=1')).json()) as Bundle;
    const decision = JSON.stringify({
      resourceType: 'Parameters',
      parameter: [
        { name: 'decision', valueCode: 'deny' },
        { name: 'reviewer', valueIdentifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '1900000518' } },
        { name: 'reason', valueString: 'A qualified network professional is available next week.' },
        { name: 'item', valuePositiveInt: 1 },
      ],
    });
    const path = `/fhir/Task/${page.entry?.[0]?.resource?.id}/$decide`;
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(damaged(decision), async (body) => void seen.add(await postJson(path, body))),
      runs,
    );
    expect(seen).toContain(400);
  });

  it('GET below /fhir: 2,000 paths and queries', { timeout: 300_000 }, async () => {
    const types = fc.constantFrom(
      'Patient',
      'Task',
      'ClaimResponse',
      'PractitionerRole',
      'Nothing',
      '_history',
      'metadata',
    );
    const names = fc.constantFrom(
      'identifier',
      '_id',
      '_lastUpdated',
      '_sort',
      '_count',
      'code',
      'subject:x',
      '_include',
      'name:exact',
      'due-date',
      '_offset',
      '_summary',
    );
    const values = fc.oneof(
      fc.string(),
      fc.constantFrom('gt2026', 'a|b', '|', ',', '-1', '99999999999', 'Patient:', '%00', '*'),
    );
    const queries = fc.array(fc.tuple(fc.oneof(names, fc.string()), values), { maxLength: 4 });
    const paths = fc.tuple(types, fc.option(fc.string({ maxLength: 12 })), queries).map(([type, id, query]) => {
      const parameters = new URLSearchParams(query.map(([name, value]) => [name, value]));
      return `/fhir/${type}${id === null ? '' : `/${encodeURIComponent(id)}`}?${parameters}`;
    });
    await fc.assert(
      fc.asyncProperty(paths, async (path) => void (await expectGoodManners(path, { method: 'GET' }))),
      runs,
    );
  });

  it('anything elsewhere: 2,000 methods and paths', async () => {
    const methods = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD');
    const paths = fc.webPath().map((path) => (path.startsWith('/') ? path : `/${path}`));
    await fc.assert(
      fc.asyncProperty(methods, paths, async (method, path) => {
        const response = await service.app.request(path, { method });
        expect(response.status).toBeLessThan(500);
      }),
      runs,
    );
  });
});
