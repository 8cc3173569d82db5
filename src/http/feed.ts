import { isResource } from '@medplum/core';
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import type { FhirStore, RestReply, RestRequest } from '../store/store.ts';

/**
 * Seconds for which a Medplum server's newest answers are held back from the feed: their `lastUpdated` is assigned before
 * their transaction is committed, so an older one may still come to be seen.
 */
const settling = 10;

const usualCount = 20;
const mostCount = 1_000;

/**
 * `ClaimResponse?_lastUpdated=gt…&_sort=_lastUpdated`: the feed by which a payer platform catches up, page after page. An
 * embedded store's own search neither skips nor repeats. A Medplum server pages by offset, and gives one instant to more
 * than one resource: there each page ends before an instant that it does not hold whole, and the next begins after it.
 * @returns undefined: this is no page of the feed that needs such care
 */
export async function feedPage(
  store: FhirStore,
  request: RestRequest,
  now: Temporal.Instant,
): Promise<RestReply | undefined> {
  const query = new URLSearchParams(request.path.split('?')[1] ?? '');
  if (store.kind !== 'medplum' || request.method !== 'GET' || !isFeed(request.path, query)) return undefined;
  const count = Math.min(Number(query.get('_count') ?? usualCount), mostCount - 1);
  if (!Number.isSafeInteger(count) || count < 1) return undefined;
  const settled = now.subtract({ seconds: settling }).toString({ smallestUnit: 'millisecond' });
  for (let asked = count + 1; ; asked = Math.min(asked * 4, mostCount)) {
    const reply = await store.request({ ...request, path: withQuery(query, asked, settled) });
    if (reply.status !== 200 || !isResource<Bundle>(reply.body, 'Bundle')) return reply;
    const entries = reply.body.entry ?? [];
    const isAll = entries.length < asked;
    const page = isAll && entries.length <= count ? entries : wholeInstants(entries, count, isAll);
    if (page.length > 0 || isAll || asked === mostCount) {
      return { ...reply, body: { ...reply.body, link: links(request, query, page, entries.length), entry: page } };
    }
  }
}

function isFeed(path: string, query: URLSearchParams): boolean {
  return path.split('?')[0] === 'ClaimResponse' && query.get('_sort') === '_lastUpdated' && !query.has('_offset');
}

function withQuery(query: URLSearchParams, count: number, settled: string): string {
  const parameters = new URLSearchParams(query);
  parameters.set('_count', String(count));
  parameters.append('_lastUpdated', `lt${settled}`);
  return `ClaimResponse?${parameters}`;
}

/** As many as were asked for, without the instant that may go on after them; all of an instant that alone is more. */
function wholeInstants(entries: readonly BundleEntry[], count: number, isAll: boolean): BundleEntry[] {
  const beyond = instantOf(entries[count]);
  const page = entries.slice(0, count).filter((entry) => instantOf(entry) !== beyond);
  if (page.length > 0) return page;
  const first = entries.filter((entry) => instantOf(entry) === instantOf(entries[0]));
  return first.length < entries.length || isAll ? first : [];
}

function instantOf(entry: BundleEntry | undefined): string | undefined {
  return entry?.resource?.meta?.lastUpdated;
}

function links(request: RestRequest, query: URLSearchParams, page: readonly BundleEntry[], found: number) {
  const self = { relation: 'self', url: `${request.base ?? ''}ClaimResponse?${query}` };
  const last = instantOf(page.at(-1));
  if (last === undefined || page.length >= found) return [self];
  const onward = new URLSearchParams([...query].filter(([name, value]) => !isLowerBound(name, value)));
  onward.append('_lastUpdated', `gt${last}`);
  return [self, { relation: 'next', url: `${request.base ?? ''}ClaimResponse?${onward}` }];
}

function isLowerBound(name: string, value: string): boolean {
  return name === '_lastUpdated' && /^(gt|ge|sa)/.test(value);
}
