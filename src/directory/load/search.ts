import type { MedplumClient } from '@medplum/core';
import type { Bundle, ExtractResource, ResourceType } from '@medplum/fhirtypes';
import { type Wait, withPatience } from './patience.ts';

/** What a search needs: the store, and how to wait when it asks for patience. */
export interface Searcher {
  readonly client: MedplumClient;
  readonly wait: Wait;
}

/** Values in one search: its URL stays far below the 16 KB of headers a server accepts. */
const valuesAtOnce = 25;

/** Each page of a search, to the end. */
export async function* searchPages<T extends ResourceType>(
  { client, wait }: Searcher,
  type: T,
  parameters: Readonly<Record<string, string>>,
): AsyncIterable<ExtractResource<T>[]> {
  let search: URLSearchParams | undefined = new URLSearchParams({ ...parameters, _count: '500' });
  while (search) {
    const query: URLSearchParams = search;
    const request = () => client.search(type, query, { maxRetries: 0, cache: 'reload' });
    const page: Bundle<ExtractResource<T>> = await withPatience(client, request, { isRead: true, wait });
    yield (page.entry ?? []).flatMap(({ resource }) => resource ?? []);
    const next: string | undefined = page.link?.find(({ relation }) => relation === 'next')?.url;
    search = next ? new URL(next, client.getBaseUrl()).searchParams : undefined;
  }
}

/** Every resource with one of `values` in `parameter`, page by page, in as many searches as it takes. */
export async function* searchAnyPages<T extends ResourceType>(
  searcher: Searcher,
  type: T,
  parameter: string,
  values: Iterable<string>,
): AsyncIterable<ExtractResource<T>[]> {
  const distinct = [...new Set(values)].map((value) => value.replaceAll(/[\\,]/g, '\\$&'));
  for (let start = 0; start < distinct.length; start += valuesAtOnce) {
    yield* searchPages(searcher, type, { [parameter]: distinct.slice(start, start + valuesAtOnce).join(',') });
  }
}

/** All of `searchAnyPages` at once. */
export async function searchAny<T extends ResourceType>(
  searcher: Searcher,
  type: T,
  parameter: string,
  values: Iterable<string>,
): Promise<ExtractResource<T>[]> {
  return (await Array.fromAsync(searchAnyPages(searcher, type, parameter, values))).flat();
}
