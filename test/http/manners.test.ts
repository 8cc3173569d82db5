import type { OperationOutcome, ServiceRequest } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example } from '../support/fhirHttp.ts';
import { localSecret, openService } from './service.ts';

let service: Awaited<ReturnType<typeof openService>>;

beforeAll(async () => {
  service = await openService();
});
afterAll(() => service.store.close());

const json = 'application/fhir+json';
const body = {
  resourceType: 'ServiceRequest',
  status: 'draft',
  intent: 'order',
  subject: { display: 'somebody' },
} satisfies ServiceRequest;

function call(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  content?: unknown,
): Promise<Response> {
  const sent = content === undefined ? {} : { body: JSON.stringify(content) };
  return Promise.resolve(service.app.request(path, { method, headers: { 'content-type': json, ...headers }, ...sent }));
}

async function created(): Promise<{ readonly id: string; readonly response: Response }> {
  const response = await call('POST', '/fhir/ServiceRequest', {}, body);
  const { id = '' } = (await response.json()) as ServiceRequest;
  return { id, response };
}

const local = { authorization: `Bearer ${localSecret}` };

describe('what every FHIR client expects', () => {
  it('creates with 201, Location, ETag and Last-Modified', async () => {
    const { id, response } = await created();
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toMatch(new RegExp(`/fhir/ServiceRequest/${id}/_history/.+$`));
    expect(response.headers.get('etag')).toMatch(/^W\/".+"$/);
    expect(Date.parse(response.headers.get('last-modified') ?? '')).not.toBeNaN();
    expect(response.headers.get('content-type')).toContain(json);
  });

  it.for([
    ['return=minimal', undefined],
    ['return=OperationOutcome', 'OperationOutcome'],
    ['return=representation', 'ServiceRequest'],
  ] as const)('Prefer: %s answers a create with %s', async ([prefer, type]) => {
    const response = await call('POST', '/fhir/ServiceRequest', { prefer }, body);
    expect(response.status).toBe(201);
    const text = await response.text();
    expect(text === '' ? undefined : JSON.parse(text).resourceType).toBe(type);
  });

  it('reads with HEAD: the headers, no body', async () => {
    const { id } = await created();
    const response = await call('HEAD', `/fhir/ServiceRequest/${id}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toMatch(/^W\//);
    expect(await response.text()).toBe('');
  });

  it('updates under If-Match: 412 when stale; deleted is 410', async () => {
    const { id } = await created();
    const url = `/fhir/ServiceRequest/${id}`;
    const etag = (await call('GET', url)).headers.get('etag') ?? '';
    const update = { ...body, id, priority: 'routine' };
    expect((await call('PUT', url, { ...local, 'if-match': etag }, update)).status).toBe(200);
    expect((await call('PUT', url, { ...local, 'if-match': etag }, { ...update, priority: 'asap' })).status).toBe(412);
    expect((await call('DELETE', url, local)).status).toBe(200);
    expect((await call('GET', url)).status).toBe(410);
  });

  const refused: readonly (readonly [method: string, path: string, headers: Record<string, string>, status: number])[] =
    [
      ['GET', '/fhir/ServiceRequest/none', {}, 404],
      ['GET', '/fhir/NoSuchType/1', {}, 404],
      ['GET', '/fhir/Patient?no-such-parameter=1', {}, 400],
      ['GET', '/nowhere', {}, 404],
      ['PUT', '/fhir/Patient/1', {}, 405],
      ['DELETE', '/fhir/Patient/1', {}, 405],
      ['POST', '/fhir/Patient', {}, 405],
      ['GET', '/fhir/Claim/$submit', {}, 405],
      ['GET', '/fhir/Patient', { accept: 'application/fhir+xml' }, 406],
      ['GET', '/fhir/Patient?_format=xml', {}, 406],
      ['POST', '/fhir/ServiceRequest', { 'content-type': 'text/plain' }, 415],
      ['POST', '/fhir/ServiceRequest', {}, 400],
    ];
  it.for(refused)('%s %s %o is %i with one OperationOutcome', async ([method, path, headers, status]) => {
    const sent = method === 'POST' || method === 'PUT' ? { body: '{' } : {};
    const response = await service.app.request(path, {
      method,
      headers: { 'content-type': json, ...headers },
      ...sent,
    });
    const text = await response.text();
    expect(response.status, text).toBe(status);
    const outcome: OperationOutcome = JSON.parse(text);
    expect(outcome.resourceType).toBe('OperationOutcome');
    expect(outcome.issue.every(({ details }) => details?.text)).toBe(true);
    if (status === 405) expect(response.headers.get('allow')).toBeTruthy();
  });

  it.for(['json', 'application/fhir+json', 'application/json'])(
    '_format=%s is JSON, whatever Accept says',
    async (format) => {
      const url = `/fhir/InsurancePlan?_format=${encodeURIComponent(format)}&_pretty=true`;
      const response = await call('GET', url, { accept: 'application/fhir+xml' });
      expect(response.status).toBe(200);
    },
  );

  it('compresses for who accepts it, and gives every answer a request id', async () => {
    const response = await call('GET', '/fhir/Practitioner?_count=50', { 'accept-encoding': 'gzip' });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('x-request-id')).toMatch(/\S{8,}/);
  });

  it('a fault of ours is 500 with an incident id and nothing else', async () => {
    const broken = await openService();
    await broken.store.close();
    const sent = {
      method: 'POST',
      headers: { 'content-type': json },
      body: example('requests/6-network-cardiologist.json'),
    };
    const response = await broken.app.request('/fhir/Claim/$submit', sent);
    const text = await response.text();
    expect([500, 503], text).toContain(response.status);
    expect(text).not.toMatch(/sqlite|SELECT|at .*\.ts|node:/i);
  });

  const logged: readonly (readonly [method: string, path: string, route: string])[] = [
    ['GET', '/fhir/Patient?family=Somebody', '/fhir/Patient'],
    ['GET', '/fhir/Patient?identifier=https://redwood-coast.example/member-number|Somebody', '/fhir/Patient'],
    ['GET', '/fhir/Patient/Somebody', '/fhir/Patient/:id'],
    ['GET', '/fhir/Patient/1/_history/Somebody', '/fhir/Patient/:id/_history/:version'],
    ['GET', '/fhir/Patient/1/Somebody', '/fhir/*'],
    ['GET', '/fhir/Somebody', '/fhir/:type'],
    ['GET', '/fhir/Somebody/1', '/fhir/:type/:id'],
    ['POST', '/fhir/Patient/_search', '/fhir/Patient/_search'],
    ['POST', '/fhir/Claim/$submit', '/fhir/Claim/$submit'],
    ['POST', '/fhir/Claim/%24submit/', '/fhir/Claim/$submit'],
    ['POST', '/fhir/Task/Somebody/$decide', '/fhir/Task/:id/$decide'],
    ['GET', '/fhir/Subscription/Somebody', '/fhir/Subscription/:id'],
    ['GET', '/fhir/CodeSystem/Somebody', '/fhir/CodeSystem/:id{[A-Za-z0-9.-]+}'],
    ['GET', '/nowhere/Somebody', '/*'],
    ['BREW', '/Somebody', '/*'],
  ];
  it.for(logged)('logs a line a request: %s %s as the route %s', async ([method, path, route]) => {
    await call(method, path, {}, method === 'POST' ? { Somebody: 1 } : undefined);
    expect(service.logged.at(-1)).toMatchObject({ message: 'request', method, route });
    expect(JSON.stringify(service.logged.at(-1))).not.toContain('Somebody');
  });
});

describe('the $ of an operation may be percent-encoded, and a slash may end the path', () => {
  const operations: readonly (readonly [path: string, by: string])[] = [
    ['/fhir/Claim/$submit', 'POST'],
    ['/fhir/Claim/$inquire', 'POST'],
    ['/fhir/$submit-attachment', 'POST'],
    ['/fhir/Task/none/$decide', 'POST'],
    ['/fhir/Subscription/$status', 'GET'],
    ['/fhir/Subscription/none/$status', 'GET'],
    ['/fhir/Subscription/none/$events', 'GET'],
    ['/fhir/Subscription/none/$resend', 'POST'],
    ['/fhir/Patient', 'GET'],
    ['/fhir/metadata', 'GET'],
  ];
  it.for(operations)('%s by %s', async ([path, by]) => {
    const content = by === 'POST' ? { resourceType: 'Parameters' } : undefined;
    const plain = await call(by, path, {}, content);
    const expected = [plain.status, (await plain.text()).replace(/"lastUpdated":"[^"]*"/, '')];
    expect(plain.status).not.toBe(405);
    for (const spelt of [path.replace('$', '%24'), `${path}/`, `${path.replace('$', '%24')}/`]) {
      const reply = await call(by, spelt, {}, content);
      expect([reply.status, (await reply.text()).replace(/"lastUpdated":"[^"]*"/, '')], spelt).toEqual(expected);
    }
  });
  it('an encoded % is none: %2524 is no operation', async () => {
    expect((await call('POST', '/fhir/Claim/%2524submit', {}, {})).status).toBe(405);
  });
});

describe('a body with a repeated name is refused with where it stands', () => {
  const repeated: readonly (readonly [method: string, path: string, body: string, expression: string])[] = [
    ['POST', 'Claim/$submit', '{"resourceType":"Bundle","type":"batch","type":"collection"}', 'Bundle.type'],
    ['POST', 'Claim/$inquire', '{"resourceType":"Bundle","type":"batch","type":"collection"}', 'Bundle.type'],
    ['POST', 'Task/1/$decide', '{"resourceType":"Parameters","id":"1","id":"2"}', 'Parameters.id'],
    ['POST', '$submit-attachment', '{"resourceType":"Parameters","id":"1","id":"2"}', 'Parameters.id'],
    ['POST', 'ServiceRequest', '{"resourceType":"ServiceRequest","id":"1","id":"2"}', 'ServiceRequest.id'],
    ['POST', 'Subscription', '{"resourceType":"Subscription","id":"1","id":"2"}', 'Subscription.id'],
    ['POST', 'Subscription/$status', '{"resourceType":"Parameters","id":"1","id":"2"}', 'Parameters.id'],
  ];
  it.for(repeated)('%s %s %s', async ([method, path, sent, expression]) => {
    const init = { method, headers: { 'content-type': json }, body: sent };
    const response = await service.app.request(`/fhir/${path}`, init);
    const outcome = (await response.json()) as OperationOutcome;
    expect([response.status, outcome.issue.map((issue) => issue.expression)]).toEqual([400, [[expression]]]);
  });
});

describe('what is not FHIR', () => {
  it.for(['/health/live', '/health/ready', '/openapi.json'])(
    'GET %s answers 200, and the OpenAPI description lists it',
    async (path) => {
      expect((await call('GET', path)).status).toBe(200);
      const description = (await (await call('GET', '/openapi.json')).json()) as { paths: Record<string, unknown> };
      expect(Object.keys(description.paths)).toContain(path);
    },
  );
});
