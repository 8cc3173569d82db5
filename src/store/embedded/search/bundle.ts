import { formatSearchQuery, type SearchRequest, type WithId } from '@medplum/core';
import type { Bundle, BundleEntry, BundleLink, Resource } from '@medplum/fhirtypes';
import type { SearchPage } from './query.ts';

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

/** The searchset Bundle of a page; its links and full URLs are relative to the FHIR base. */
export function searchset<Type extends Resource>(request: SearchRequest, page: SearchPage): Bundle<WithId<Type>> {
  const entry = page.contents.map((content): BundleEntry<WithId<Type>> => {
    const resource: WithId<Type> = JSON.parse(content);
    return {
      fullUrl: `${resource.resourceType}/${resource.id}`,
      search: { mode: 'match' },
      resource: request.fields ? onlyElements(resource, request.fields) : resource,
    };
  });
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(page.total === undefined ? {} : { total: page.total }),
    link: links(request, page.nextCursor),
    ...(entry.length > 0 ? { entry } : {}),
  };
}

function links(request: SearchRequest, nextCursor: string | undefined): BundleLink[] {
  const url = (search: SearchRequest) => request.resourceType + formatSearchQuery(search);
  const self = { relation: 'self', url: url(request) };
  if (!nextCursor) return [self];
  return [self, { relation: 'next', url: url({ ...request, offset: undefined, cursor: nextCursor }) }];
}

function onlyElements<Type extends Resource>(resource: WithId<Type>, elements: readonly string[]): WithId<Type> {
  const kept = new Set(['resourceType', 'id', 'meta', ...elements]);
  for (const name of Object.keys(resource)) if (!kept.has(name)) Reflect.deleteProperty(resource, name);
  resource.meta = { ...resource.meta, tag: [...(resource.meta?.tag ?? []), subsetted] };
  return resource;
}
