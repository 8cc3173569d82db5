import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactTypes } from '../../src/artifacts/artifact.ts';
import { recordTypes } from '../../src/directory/load/recordTypes.ts';
import { example } from '../support/fhirHttp.ts';
import { artifact, held } from './held.ts';
import { openService, type TestService } from './service.ts';

const statement = artifact('CapabilityStatement', 'second-opinion');
const [rest] = statement.rest ?? [];
const resources = rest?.resource ?? [];
const stored = resources.filter(({ type }) => !artifactTypes.some((own) => own === type));
/** A Subscription is its owner's: test/notifications/manage.test.ts. */
const interactions = stored
  .filter(({ type }) => type !== 'Subscription')
  .flatMap(({ type, interaction = [] }) => interaction.map(({ code }) => [type, code] as const));
const parameters = stored.flatMap(({ type, searchParam = [] }) =>
  searchParam.map((parameter) => [type, parameter.name, parameter.type] as const),
);

/** A value of each kind of search parameter. */
const values = {
  token: 'active',
  string: 'north',
  reference: 'Organization/00000000-0000-4000-8000-000000000000',
  date: '2026-11-23',
  number: '1',
  quantity: '1',
  uri: 'https://example.org/somewhere',
  composite: '1$2',
  special: '1',
} as const;

/** Records of types of which neither the demo plan nor a case has one. */
const spare: readonly Resource[] = [
  { resourceType: 'RelatedPerson', patient: { display: 'A member' } },
  { resourceType: 'HealthcareService', name: 'Cardiology' },
  { resourceType: 'CommunicationRequest', status: 'active' },
  {
    resourceType: 'Endpoint',
    status: 'active',
    connectionType: { code: 'hl7-fhir-rest' },
    payloadType: [{ text: 'any' }],
    address: 'https://example.org/fhir',
  },
  { resourceType: 'Binary', contentType: 'text/plain', data: 'aGk=' },
];
const order = example('service-requests/urgent-psychiatry.json');

let service: TestService;
const instances = new Map<string, Resource>();

beforeAll(async () => {
  service = await openService();
  await service.app.request('/fhir/Claim/$submit', { method: 'POST', body: example('requests/10-not-enrolled.json') });
  for (const resource of spare) await service.store.client.createResource(resource);
  await service.app.request('/fhir/ServiceRequest', { method: 'POST', body: order });
  for (const { type } of stored) {
    const found = type === 'Binary' ? undefined : await service.store.client.searchOne(type as ResourceType);
    if (found) instances.set(type, found);
  }
  instances.set(
    'Binary',
    await service.store.client.createResource({ resourceType: 'Binary', contentType: 'text/plain', data: 'aGk=' }),
  );
});
afterAll(() => service.store.close());

function request(path: string, init?: RequestInit): Promise<Response> {
  return Promise.resolve(service.app.request(`/fhir/${path}`, init));
}

function pathOf(type: string): string {
  return `${type}/${instances.get(type)?.id}`;
}

/** Asks for an interaction; gives the status. */
const asked: Readonly<Record<string, (type: string) => Promise<Response>>> = {
  read: (type) => request(pathOf(type)),
  vread: (type) => request(`${pathOf(type)}/_history/${instances.get(type)?.meta?.versionId}`),
  'history-instance': (type) => request(`${pathOf(type)}/_history`),
  'search-type': (type) => request(type),
  create: (type) => request(type, { method: 'POST', body: order }),
  update: (type) =>
    request(pathOf(type), { method: 'PUT', body: new TextEncoder().encode(JSON.stringify(instances.get(type))) }),
};

describe('CapabilityStatement', () => {
  it('lists the types of the plan, of cases and of the artifacts, each once', () => {
    const written = ['Claim', 'ClaimResponse', 'Task', 'Communication', 'CommunicationRequest', 'Provenance'];
    const cases = [...written, 'DocumentReference', 'ServiceRequest', 'Binary', 'Subscription'];
    expect(resources.map(({ type }) => type).toSorted()).toEqual([...recordTypes, ...cases, ...artifactTypes].sort());
  });

  it.each(interactions)('%s: %s is served', async (type, code) => {
    const reply = await asked[code ?? '']?.(type ?? '');
    expect(reply?.status).toBe(code === 'create' ? 201 : 200);
  });

  it.each(parameters)('%s can be searched by %s (%s)', async (type, name, kind) => {
    const value = name === '_id' ? '00000000-0000-4000-8000-000000000000' : values[kind ?? 'special'];
    const { status, body } = await service.store.request({
      method: 'GET',
      path: `${type}?${name}=${encodeURIComponent(value)}`,
    });
    expect(status, JSON.stringify(body)).toBe(200);
  });

  it.each(stored.filter(({ searchParam }) => searchParam).map((resource) => [resource.type, resource] as const))(
    '%s: a search by anything else is refused, and the refusal names what is listed',
    async (type, { searchParam = [] }) => {
      const { status, body } = await service.store.request({ method: 'GET', path: `${type}?colour=blue` });
      expect(status).toBe(400);
      const [, supported = ''] = /Supported: ([^.]*)\./.exec(JSON.stringify(body)) ?? [];
      expect(searchParam.map(({ name }) => name).toSorted()).toEqual(supported.split(', ').sort());
    },
  );

  it.each(
    stored.filter(({ interaction = [] }) => !interaction.some(({ code }) => code === 'create')).map(({ type }) => type),
  )('%s cannot be created, as it says', async (type) => {
    const reply = await request(type ?? '', { method: 'POST', body: '{}' });
    expect(reply.status).toBe(405);
  });

  it('creates a ServiceRequest only once for a condition, as it says', async () => {
    const conditional = stored.filter(({ conditionalCreate }) => conditionalCreate).map(({ type }) => type);
    expect(conditional).toEqual(['ServiceRequest']);
    const identified = {
      ...JSON.parse(new TextDecoder().decode(order)),
      identifier: [{ system: 'urn:test', value: 'once' }],
    };
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json', 'if-none-exist': 'identifier=urn:test|once' },
      body: JSON.stringify(identified),
    };
    const replies = [await request('ServiceRequest', init), await request('ServiceRequest', init)];
    expect(replies.map(({ status }) => status)).toEqual([201, 200]);
  });

  it('lists the operation that is served, and its definition', async () => {
    const operations = [...(rest?.operation ?? []), ...resources.flatMap(({ operation = [] }) => operation)];
    expect(operations.map(({ name }) => name)).toEqual([
      ...['submit-attachment', 'submit', 'inquire', 'decide'],
      ...['status', 'events', 'resend'],
    ]);
    const definition = held.resolve(operations.find(({ name }) => name === 'submit')?.definition ?? '');
    expect(definition).toMatchObject({
      resourceType: 'OperationDefinition',
      code: 'submit',
      resource: ['Claim'],
      type: true,
    });
    const reply = await request('Claim/$submit', {
      method: 'POST',
      body: example('requests/6-network-cardiologist.json'),
    });
    expect(reply.status).toBe(200);
  });

  it('is of one server, FHIR 4.0.1, JSON', () => {
    expect(statement).toMatchObject({
      kind: 'instance',
      fhirVersion: '4.0.1',
      format: ['application/fhir+json', 'json'],
    });
    expect(rest?.mode).toBe('server');
    expect(statement.rest).toHaveLength(1);
  });
});
