import type { MedplumClient } from '@medplum/core';
import type { Bundle, ExtractResource, Resource, ResourceType } from '@medplum/fhirtypes';

/** What a search brought, page after page. */
export interface Found {
  readonly resources: readonly Resource[];
  /** More matched than were read. */
  readonly truncated: boolean;
}

const pageSize = '500';

/**
 * Every match of a search with what it includes, following next links.
 * @param query - search parameters, one or several values each; they are escaped here. `_sort` and `_count` may be among
 *   them; an order by no value at all is the store's own, which a search over very many asks for
 * @param most - once so many matches are read, no further page is
 * @param maxAge - seconds: a store that remembers may answer with what it brought so long ago; 0: only with what is now, which
 *   may be an answer that others share; absent: it is read for this one
 */
export async function searchAll(
  client: MedplumClient,
  type: ResourceType,
  query: Readonly<Record<string, string | readonly string[]>>,
  most = 5000,
  maxAge?: number,
): Promise<Found> {
  const accept = () => (maxAge !== undefined ? { headers: { 'cache-control': `max-age=${maxAge}` } } : {});
  // A Medplum server pages by offset: without an order in which no two are equal, pages would repeat some and lose others.
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries({ _sort: '_id', _count: pageSize, ...query }))
    for (const value of [values].flat()) parameters.append(name, value);
  let page = await client.get<Bundle>(client.fhirSearchUrl(type, parameters), accept());
  const resources: Resource[] = [];
  for (;;) {
    resources.push(...(page.entry ?? []).flatMap(({ resource }) => (resource ? [resource] : [])));
    const next = page.link?.find(({ relation }) => relation === 'next')?.url;
    if (next === undefined) return { resources, truncated: false };
    if (ofType(resources, type).length >= most) return { resources, truncated: true };
    page = await client.get<Bundle>(next, accept());
  }
}

/** The resources of one type. */
export function ofType<K extends ResourceType>(resources: readonly Resource[], type: K): readonly ExtractResource<K>[] {
  return resources.filter((resource): resource is ExtractResource<K> => resource.resourceType === type);
}
