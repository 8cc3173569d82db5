import type { Bundle, ClaimResponse } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { feedPage } from '../../src/http/feed.ts';
import type { FhirStore, RestRequest } from '../../src/store/store.ts';
import { changeAnswer, openNotifying, pendedAnswer } from './support.ts';

interface Seen {
  readonly id: string;
  readonly version: string;
}

const seenIn = (bundle: Bundle): readonly Seen[] =>
  (bundle.entry ?? []).map(({ resource }) => ({ id: resource?.id ?? '', version: resource?.meta?.versionId ?? '' }));

/** The instant after which to go on. */
function lastOf(bundle: Bundle): string | undefined {
  return bundle.entry?.at(-1)?.resource?.meta?.lastUpdated;
}

describe('the feed of answers', () => {
  it('neither skips nor repeats while answers are given and changed', async () => {
    const service = await openNotifying();
    let writing = true;
    const write = async () => {
      for (let index = 0; index < 8; index += 1) {
        const { id } = await pendedAnswer(service);
        for (let change = 0; change < 4; change += 1) await changeAnswer(service, id, `${change}`);
      }
    };
    const writers = Promise.all([write(), write(), write(), write()]).finally(() => {
      writing = false;
    });
    const seen: Seen[] = [];
    let last = '1970-01-01T00:00:00.000Z';
    for (let more = true; more; ) {
      const wasWriting = writing;
      const query = `ClaimResponse?_lastUpdated=gt${last}&_sort=_lastUpdated&_count=7`;
      // Reading the embedded store alone would never let the event loop turn to the writers.
      await new Promise((resolve) => setImmediate(resolve));
      const page = (await service.request('GET', query)).body as Bundle;
      seen.push(...seenIn(page));
      last = lastOf(page) ?? last;
      more = wasWriting || page.entry !== undefined;
    }
    await writers;
    const versions = seen.map(({ id, version }) => `${id}/${version}`);
    expect(new Set(versions).size).toBe(versions.length);
    const all = await service.client.searchResources('ClaimResponse', '_count=1000');
    expect(all).toHaveLength(32);
    const newest = new Map(seen.map(({ id, version }) => [id, version]));
    expect(Object.fromEntries(newest)).toEqual(Object.fromEntries(all.map(({ id, meta }) => [id, meta?.versionId])));
  });
});

/** As much of a Medplum server as the feed asks for: pages by offset, instants that more than one resource has. */
function offsetStore(instants: readonly string[]): { readonly store: FhirStore; readonly asked: string[] } {
  const asked: string[] = [];
  const all = instants.map(
    (lastUpdated, index): ClaimResponse => ({
      resourceType: 'ClaimResponse',
      id: `r${index}`,
      meta: { versionId: '1', lastUpdated },
      status: 'active',
      type: { text: 'professional' },
      use: 'preauthorization',
      patient: { display: 'A member' },
      created: '2026-11-23',
      insurer: { display: 'The plan' },
      outcome: 'complete',
    }),
  );
  const request = async ({ path }: RestRequest) => {
    asked.push(path);
    const query = new URLSearchParams(path.split('?')[1]);
    const holds = ({ meta }: ClaimResponse) =>
      query.getAll('_lastUpdated').every((bound) => {
        const [, operator, instant = ''] = /^(gt|ge|lt)(.+)$/.exec(bound) ?? [];
        const at = meta?.lastUpdated ?? '';
        return operator === 'gt' ? at > instant : operator === 'ge' ? at >= instant : at < instant;
      });
    const found = all.filter(holds).slice(0, Number(query.get('_count')));
    const body: Bundle = { resourceType: 'Bundle', type: 'searchset', entry: found.map((resource) => ({ resource })) };
    return { status: 200, headers: {}, body };
  };
  // Of a store the feed uses nothing but these.
  const store: Pick<FhirStore, 'kind' | 'request'> = { kind: 'medplum', request };
  return { store: store as FhirStore, asked };
}

const now = Temporal.Instant.from('2026-11-23T12:00:00Z');
const at = (second: number) => `2026-11-23T11:${String(second).padStart(2, '0')}:00.000Z`;

async function readAll(store: FhirStore, count: number): Promise<readonly (readonly string[])[]> {
  const pages: string[][] = [];
  let path: string | undefined =
    `ClaimResponse?_lastUpdated=gt2026-01-01T00:00:00.000Z&_sort=_lastUpdated&_count=${count}`;
  while (path !== undefined && pages.length < 50) {
    const reply = await feedPage(store, { method: 'GET', path }, now);
    const bundle = reply?.body as Bundle;
    pages.push(seenIn(bundle).map(({ id }) => id));
    path = bundle.link?.find(({ relation }) => relation === 'next')?.url;
  }
  return pages;
}

const feeds: readonly (readonly [instants: readonly number[], count: number, pages: readonly (readonly number[])[]])[] =
  [
    [[], 3, [[]]],
    [[1, 2], 3, [[0, 1]]],
    [[1, 2, 3], 3, [[0, 1, 2]]],
    [[1, 2, 3, 4], 3, [[0, 1, 2], [3]]],
    [
      [1, 2, 3, 3],
      3,
      [
        [0, 1],
        [2, 3],
      ],
    ],
    [[1, 1, 1, 1, 2], 3, [[0, 1, 2, 3], [4]]],
    [[1, 1, 1, 1], 2, [[0, 1, 2, 3]]],
    [[1, 2, 2, 2, 2, 3], 2, [[0], [1, 2, 3, 4], [5]]],
  ];

describe('the feed on a store that pages by offset', () => {
  it.for(feeds)('instants %j by %i: pages %j', async ([instants, count, pages]) => {
    const { store } = offsetStore(instants.map(at));
    expect(await readAll(store, count)).toEqual(pages.map((page) => page.map((index) => `r${index}`)));
  });

  it('holds back what may not be settled', async () => {
    const { store, asked } = offsetStore([
      at(1),
      '2026-11-23T11:59:49.999Z',
      '2026-11-23T11:59:50.000Z',
      '2026-11-23T11:59:59.000Z',
    ]);
    expect(await readAll(store, 10)).toEqual([['r0', 'r1']]);
    expect(asked[0]).toContain(encodeURIComponent('lt2026-11-23T11:59:50.000Z'));
  });

  it.for([
    'ClaimResponse?_lastUpdated=gt2026-01-01',
    'ClaimResponse?_sort=-_lastUpdated',
    'Task?_sort=_lastUpdated',
    'ClaimResponse/1',
  ])('%s is none of its pages', async (path) => {
    const { store, asked } = offsetStore([at(1)]);
    expect(await feedPage(store, { method: 'GET', path }, now)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
