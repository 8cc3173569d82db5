import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openMedplumStore } from '../../src/store/index.ts';

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

const token = `e30.${Buffer.from(JSON.stringify({ exp: 4_000_000_000, client_id: 'client' })).toString('base64url')}.s`;
const notFound = {
  resourceType: 'OperationOutcome',
  id: 'not-found',
  issue: [{ severity: 'error', code: 'not-found' }],
};

/** A server that lets the client in and is atomic, unless `respond` answers otherwise. */
async function serve(respond: (received: Received, base: string) => Answer | undefined) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const message = { method, url, headers, body: Buffer.concat(chunks).toString() };
    received.push(message);
    const { status, headers: extra, body } = respond(message, base) ?? standard(message);
    response.writeHead(status, { 'content-type': 'application/fhir+json', ...extra });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { base, received, server };
}

function standard({ url }: Received): Answer {
  if (url === '/oauth2/token')
    return {
      status: 200,
      body: { access_token: token, token_type: 'Bearer', expires_in: 3600, project: {}, profile: {} },
    };
  if (url === '/auth/me') return { status: 200, body: { project: {}, profile: { resourceType: 'ClientApplication' } } };
  return { status: 404, body: notFound };
}

const open = (baseUrl: string) => openMedplumStore({ baseUrl, clientId: 'client', clientSecret: 'hush-hush' });

describe('a Medplum server', () => {
  test('that refuses the login is not started on; the message says what to check and keeps the secret', async () => {
    const { base } = await serve(({ url }) =>
      url === '/oauth2/token' ? { status: 400, body: { error: 'invalid_request' } } : undefined,
    );
    const opening = open(base);
    await expect(opening).rejects.toThrow(`Login at ${base} as client client failed`);
    await expect(opening).rejects.toThrow('MEDPLUM_CLIENT_SECRET');
    await expect(opening).rejects.toThrow(expect.objectContaining({ message: expect.not.stringContaining('hush') }));
  });

  test('that carries out transactions as batches is not started on', async () => {
    const { base } = await serve(({ url }) =>
      url.startsWith('/fhir/R4')
        ? { status: 200, body: { resourceType: 'Bundle', type: 'transaction-response' } }
        : undefined,
    );
    await expect(open(base)).rejects.toThrow("'transaction-bundles'");
  });

  test('gets requests with token, body and preconditions, and its own URLs become those of the service', async () => {
    const { base, received } = await serve(({ method, url }, own) =>
      method === 'PUT'
        ? {
            status: 200,
            headers: { etag: 'W/"2"', location: `${own}fhir/R4/Patient/1/_history/2`, 'x-internal': 'no' },
            body: { resourceType: 'Patient', id: '1' },
          }
        : url.startsWith('/fhir/R4/Patient?')
          ? {
              status: 200,
              body: {
                resourceType: 'Bundle',
                type: 'searchset',
                link: [{ relation: 'next', url: `${own}fhir/R4/Patient?_offset=1` }],
                entry: [{ fullUrl: `${own}fhir/R4/Patient/1`, resource: { resourceType: 'Patient', id: '1' } }],
              },
            }
          : undefined,
    );
    const store = await open(base);
    const service = 'https://plan.example/fhir/';
    const body = { resourceType: 'Patient', id: '1' };
    const headers = { 'if-match': 'W/"1"', host: 'plan.example', 'content-length': '999' };
    const put = await store.request({ method: 'PUT', path: 'Patient/1', headers, body, base: service });
    expect(put).toEqual({
      status: 200,
      headers: { 'content-type': 'application/fhir+json', etag: 'W/"2"', location: `${service}Patient/1/_history/2` },
      body,
    });
    expect(received.at(-1)).toMatchObject({
      method: 'PUT',
      url: '/fhir/R4/Patient/1',
      headers: { authorization: `Bearer ${token}`, 'if-match': 'W/"1"', host: new URL(base).host },
      body: JSON.stringify(body),
    });
    const search = await store.request({ method: 'GET', path: 'Patient?name=x', base: service });
    expect(search.body).toMatchObject({
      link: [{ url: `${service}Patient?_offset=1` }],
      entry: [{ fullUrl: `${service}Patient/1` }],
    });
  });

  test('that cannot be reached is a 503 with Retry-After', async () => {
    const { base, server } = await serve(() => undefined);
    const store = await open(base);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    const reply = await store.request({ method: 'GET', path: 'Patient/1' });
    expect(reply).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { issue: [{ code: 'transient' }] },
    });
  });
});
