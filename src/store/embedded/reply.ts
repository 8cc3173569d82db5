import { getStatus, isCreated, isOk } from '@medplum/core';
import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import type { RestReply, RestRequest } from '../store.ts';

const json = 'application/fhir+json; charset=utf-8';

/** The reply to a request, with its headers, as `prefer` wants it. */
export function toReply(request: RestRequest, outcome: OperationOutcome, resource: Resource | undefined): RestReply {
  const status = getStatus(outcome);
  const base = request.base ?? '';
  if (!isOk(outcome)) return { status, headers: { 'content-type': json }, body: outcome };
  const headers = resource ? versionHeaders(resource, base, isCreated(outcome)) : {};
  const body = preferred(request, outcome, resource);
  if (body === undefined) return { status, headers };
  return {
    status,
    headers: { ...headers, 'content-type': json },
    body: body.resourceType === 'Bundle' ? absolute(body, base) : body,
  };
}

function versionHeaders({ resourceType, id, meta }: Resource, base: string, created: boolean): Record<string, string> {
  if (!meta?.versionId || !meta.lastUpdated) return {};
  return {
    etag: `W/"${meta.versionId}"`,
    'last-modified': new Date(meta.lastUpdated).toUTCString(),
    ...(created ? { location: `${base}${resourceType}/${id}/_history/${meta.versionId}` } : {}),
  };
}

function preferred(
  { method, headers }: RestRequest,
  outcome: OperationOutcome,
  resource: Resource | undefined,
): Resource | undefined {
  const prefer = method === 'GET' ? '' : (headers?.prefer ?? '');
  if (prefer.includes('return=minimal')) return undefined;
  return prefer.includes('return=OperationOutcome') ? outcome : (resource ?? outcome);
}

/** Bundles come from the repository with URLs relative to the FHIR base. */
function absolute(bundle: Bundle, base: string): Bundle {
  const link = bundle.link?.map((each) => ({ ...each, url: base + each.url }));
  const isSearch = bundle.type === 'searchset' || bundle.type === 'history';
  const entry = bundle.entry?.map((each) =>
    isSearch && each.fullUrl ? { ...each, fullUrl: base + each.fullUrl } : each,
  );
  return { ...bundle, ...(link ? { link } : {}), ...(entry ? { entry } : {}) };
}
