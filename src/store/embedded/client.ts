import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';
import type { RestReply, RestRequest } from '../store.ts';

const origin = 'http://embedded.invalid/';
const fhirBase = `${origin}fhir/R4/`;
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** A MedplumClient whose requests do not leave the process. It repeats nothing: failures here are not passing ones. */
export function createClient(answer: (request: RestRequest) => Promise<RestReply>): MedplumClient {
  return new MedplumClient({
    baseUrl: origin,
    storage: new ClientStorage(new MemoryStorage()),
    cacheTime: 0,
    logLevel: 'none',
    maxRetries: 0,
    fetch: async (url: string | URL, init: RequestInit = {}) => response(await answer(await toRequest(`${url}`, init))),
  });
}

async function toRequest(url: string, init: RequestInit): Promise<RestRequest> {
  const method = methods.find((known) => known === (init.method ?? 'GET'));
  // A transaction is posted to the base itself, without its last slash.
  const isBase = `${url}/` === fhirBase;
  if (!method || !(isBase || url.startsWith(fhirBase))) {
    throw new TypeError('the embedded store answers FHIR REST requests only');
  }
  const path = isBase ? '' : url.slice(fhirBase.length);
  const headers = Object.fromEntries(new Headers(init.headers));
  return { method, path, headers, base: fhirBase, body: await toBody(path, headers['content-type'] ?? '', init.body) };
}

async function toBody(path: string, contentType: string, body: RequestInit['body']): Promise<unknown> {
  if (body === null || body === undefined) return undefined;
  const raw = path.split('?')[0] === 'Binary' && !contentType.startsWith('application/fhir+json');
  if (raw || typeof body !== 'string') return new Uint8Array(await new Response(body).arrayBuffer());
  return contentType.includes('json') ? JSON.parse(body) : body;
}

/** Bytes as a Response of the platform; JSON as much of one as MedplumClient uses, without writing and reading text. */
function response({ status, headers, body }: RestReply): unknown {
  if (body instanceof Uint8Array) return new Response(new Uint8Array(body), { status, headers });
  const text = () => Promise.resolve(JSON.stringify(body));
  const length: Record<string, string> = body === undefined ? { 'content-length': '0' } : {};
  return {
    ok: status < 400,
    status,
    headers: new Headers({ ...headers, ...length }),
    json: () => Promise.resolve(body),
    text,
    blob: async () => new Blob([await text()]),
  };
}
