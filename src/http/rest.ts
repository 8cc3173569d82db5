import { timingSafeEqual } from 'node:crypto';
import { isResourceType } from '@medplum/core';
import type { ResourceType } from '@medplum/fhirtypes';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { outcomeOf } from '../pas/request/issues.ts';
import { readJson } from '../pas/request/json.ts';
import { isObject, type JsonObject } from '../pas/request/message.ts';
import { shapeIssues } from '../pas/request/shape.ts';
import type { RestReply, RestRequest } from '../store/store.ts';
import { isJson, readBody, unsupportedType } from './body.ts';
import { feedPage } from './feed.ts';
import { fhirJson, outcomeReply } from './fhirReply.ts';
import { withoutFormat } from './negotiation.ts';
import { type OutcomeReply, outcome } from './outcome.ts';
import type { Service } from './service.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Patterns of FHIR's own paths, so that what is told of a request names the pattern; and whatever else is asked. */
const patterns = [
  '/',
  '/:type/_search',
  '/:type/:id/_history/:version',
  '/:type/:id/_history',
  '/:type/:id',
  '/:type',
  '/*',
] as const;

/** What anyone may create by REST. */
const creatable: ReadonlySet<string> = new Set(['ServiceRequest']);

/** The service's own memory, with what subscribers keep secret. */
const internal: ReadonlySet<string> = new Set(['Basic']);

const notServed: OutcomeReply = { status: 404, outcome: outcome('not-found', 'This is not served.') };

const unknownType: OutcomeReply = {
  status: 404,
  outcome: outcome('not-supported', 'There is no such resource type in FHIR R4.'),
};

/** FHIR REST: read and search; create for ServiceRequest, update of a Task apart; everything for the plan's own local commands. */
export function rest(service: Service): Hono {
  const routes = new Hono();
  const answer = async (c: Context) => {
    const method = methods.find((known) => known === (c.req.method === 'HEAD' ? 'GET' : c.req.method));
    const path = pathOf(c);
    const type = path.split(/[/?]/)[0] ?? '';
    if (type !== '' && !isResourceType(type)) return outcomeReply(unknownType);
    if (isInternal(type, path) && !isLocal(c, service)) return outcomeReply(notServed);
    if (method === undefined || !(isLocal(c, service) || isOpen(method, path))) return outcomeReply(notAllowed(path));
    const request = await readRequest(c, method, path);
    if ('outcome' in request) return outcomeReply(request);
    const page = await feedPage(service.store, request, service.intake.now());
    return toResponse(page ?? (await service.store.request(request)));
  };
  for (const pattern of patterns) routes.all(pattern, answer);
  return routes;
}

/** A search over several types might reach the service's own memory too. */
function isInternal(type: string, path: string): boolean {
  return internal.has(type) || (type === '' && /[?&]_type=/.test(path));
}

/** Below `/fhir/`, with the query. */
function pathOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname.replace(/^\/fhir\/?/, '').replace(/\/$/, '')}${withoutFormat(search)}`;
}

function isOpen(method: RestRequest['method'], path: string): boolean {
  const [resource = ''] = path.split('?');
  if (method === 'GET') return true;
  return method === 'POST' && (resource.endsWith('/_search') || creatable.has(resource));
}

/** Whether it is one of the plan's own local commands that asks. */
export function isLocal(c: Context, { localSecret }: Service): boolean {
  const given = Buffer.from(c.req.header('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${localSecret}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function notAllowed(path: string): OutcomeReply {
  const [resource = ''] = path.split('?');
  const text = `Reading and searching are open, creating ServiceRequest, and updating a Task. Submit a request to Claim/$submit. "${resource.slice(0, 60)}" does not take this method.`;
  return {
    status: 405,
    outcome: outcome('not-supported', text),
    headers: {
      allow: ['GET, HEAD', ...(creatable.has(resource) ? ['POST'] : []), ...(isTask(resource) ? ['PUT'] : [])].join(
        ', ',
      ),
    },
  };
}

/** Updated apart from the rest: `updateTask.ts`. */
function isTask(resource: string): boolean {
  return /^Task\/[A-Za-z0-9.-]+$/.test(resource);
}

async function readRequest(
  c: Context,
  method: RestRequest['method'],
  path: string,
): Promise<RestRequest | OutcomeReply> {
  const headers = Object.fromEntries(c.req.raw.headers);
  const base = `${new URL(c.req.url).origin}/fhir/`;
  if (method === 'GET' || method === 'DELETE') return { method, path, headers, base };
  const body = await readBody(c.req.raw);
  if (!body.ok) return body;
  const contentType = c.req.header('content-type');
  if (path.split('?')[0]?.endsWith('/_search')) {
    return { method, path, headers, base, body: new TextDecoder().decode(body.bytes) };
  }
  if (path === 'Binary') return { method, path, headers, base, body: body.bytes };
  if (!isJson(contentType) && contentType?.split(';')[0] !== 'application/json-patch+json') return unsupportedType;
  const json = readJson(body.bytes);
  if (!json.ok) return { status: json.status, outcome: outcomeOf(json.issues) };
  const issues = isObject(json.value) && isTyped(json.value) ? shapeIssues(json.value, json.value.resourceType) : [];
  if (issues.length > 0) return { status: 400, outcome: outcomeOf(issues) };
  return { method, path, headers, base, body: json.value };
}

function isTyped(json: JsonObject): json is JsonObject & { readonly resourceType: ResourceType } {
  return typeof json.resourceType === 'string' && isResourceType(json.resourceType);
}

function toResponse({ status, headers, body }: RestReply): Response {
  if (body === undefined) return new Response(null, { status, headers: { ...headers } });
  if (body instanceof Uint8Array) return new Response(Uint8Array.from(body), { status, headers: { ...headers } });
  return new Response(JSON.stringify(body), { status, headers: { ...headers, 'content-type': fhirJson } });
}
