import { isResource, type MedplumClient } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import type { RestReply, RestRequest } from '../store.ts';

const requestHeaders = ['accept', 'content-type', 'if-match', 'if-none-exist', 'prefer', 'x-security-context'];
const replyHeaders = ['etag', 'last-modified', 'location', 'content-type'];

/** Sends a request on to the server with the client's token; a server that cannot be reached is a 503. */
export async function forward(client: MedplumClient, send: typeof fetch, request: RestRequest): Promise<RestReply> {
  const base = `${client.fhirUrl()}`.replace(/\/*$/, '/');
  const to = request.base ?? '';
  const response = await reach(client, () => send(base + request.path.replace(/^\//, ''), init(client, request)));
  if (!response) return unreachable;
  const headers: Record<string, string> = {};
  for (const name of replyHeaders) {
    const value = response.headers.get(name);
    if (value) headers[name] = value.replace(base, to);
  }
  return { status: response.status, headers, body: await readReply(response, base, to) };
}

/** The server's response, or nothing when none came: whether the request took effect is then open. */
async function reach(client: MedplumClient, call: () => Promise<Response>): Promise<Response | undefined> {
  try {
    await client.refreshIfExpired();
    return await call();
  } catch {
    return undefined;
  }
}

const unreachable: RestReply = {
  status: 503,
  headers: { 'content-type': 'application/fhir+json', 'retry-after': '5' },
  body: {
    resourceType: 'OperationOutcome',
    issue: [
      { severity: 'error', code: 'transient', details: { text: 'The FHIR store cannot be reached. Try again.' } },
    ],
  },
};

function init(client: MedplumClient, { method, path, headers, body }: RestRequest): RequestInit {
  const [resource = '', query = ''] = path.split('?');
  const isForm = resource.endsWith('/_search');
  const contentType = isForm ? 'application/x-www-form-urlencoded' : 'application/fhir+json';
  const given = Object.entries(headers ?? {}).filter(([name]) => requestHeaders.includes(name));
  const authorization = `Bearer ${client.getAccessToken()}`;
  return {
    method,
    headers: {
      accept: 'application/fhir+json',
      'content-type': contentType,
      ...Object.fromEntries(given),
      authorization,
    },
    // The server passes over the query of a search by POST, and would answer with everything.
    body: isForm ? [query, form(body)].filter((part) => part !== '').join('&') : toText(body),
  };
}

function toText(body: unknown): RequestInit['body'] {
  if (body === undefined) return undefined;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

function form(body: unknown): string {
  if (typeof body === 'string') return body;
  const fields = Object.entries(body ?? {}).flatMap(([name, value]) => [value].flat().map((each) => [name, `${each}`]));
  return new URLSearchParams(fields).toString();
}

async function readReply(response: Response, base: string, to: string): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json')) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.length > 0 ? bytes : undefined;
  }
  const text = await response.text();
  // The server names a content type even when it was asked for a minimal return and sends nothing.
  if (text === '') return undefined;
  const body: unknown = JSON.parse(text);
  return isResource<Bundle>(body, 'Bundle') ? rebase(body, base, to) : body;
}

/** The server's own URLs in a Bundle, as those of this service. */
function rebase(bundle: Bundle, base: string, to: string): Bundle {
  const moved = (url: string | undefined) => url?.replace(base, to);
  return {
    ...bundle,
    ...(bundle.link ? { link: bundle.link.map((link) => ({ ...link, url: moved(link.url) ?? '' })) } : {}),
    ...(bundle.entry ? { entry: bundle.entry.map((entry) => ({ ...entry, fullUrl: moved(entry.fullUrl) })) } : {}),
  };
}
