import { created } from '@medplum/core';
import type { FhirRepository } from '@medplum/fhir-router';
import type { Binary, Resource } from '@medplum/fhirtypes';
import type { RestReply, RestRequest } from '../store.ts';
import { toReply } from './reply.ts';

/** A POST of raw bytes to Binary; one of `application/fhir+json` is an ordinary create. */
export function isRawUpload({ method, path, body }: RestRequest): boolean {
  return method === 'POST' && path.split('?')[0] === 'Binary' && body instanceof Uint8Array;
}

/** Stores the bytes as a Binary of the request's content type; the reply leaves them out. */
export async function createBinary(repository: FhirRepository, request: RestRequest): Promise<RestReply> {
  const securityContext = request.headers?.['x-security-context'];
  const { data, ...binary } = await repository.createResource<Binary>({
    resourceType: 'Binary',
    contentType: request.headers?.['content-type'] ?? 'application/octet-stream',
    data: Buffer.from(request.body instanceof Uint8Array ? request.body : '').toString('base64'),
    ...(securityContext ? { securityContext: { reference: securityContext } } : {}),
  });
  return toReply(request, created, binary);
}

/** A Binary asked for other than as JSON is answered with its bytes. */
export function asBytes(request: RestRequest, resource: Resource | undefined, reply: RestReply): RestReply {
  const accept = request.headers?.accept;
  if (resource?.resourceType !== 'Binary' || request.method !== 'GET' || !accept || accept.includes('json'))
    return reply;
  const headers = { ...reply.headers, 'content-type': resource.contentType };
  return { ...reply, headers, body: new Uint8Array(Buffer.from(resource.data ?? '', 'base64')) };
}
