import { beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedStore, openEmbeddedStore } from '../../../src/store/index.ts';

const roles = 900;
const system = 'https://tags.example';
/** Every second is `even`, every third `third`; one in ten is deleted afterwards. */
const tagsOf = (index: number) => [
  'all',
  ...(index % 2 === 0 ? ['even'] : []),
  ...(index % 3 === 0 ? ['third'] : []),
  ...(index > roles - 30 ? ['late'] : []),
];
const isDeleted = (index: number) => index % 10 === 5;

let store: EmbeddedStore;

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: ':memory:', bots: [], secrets: {} });
  for (let index = 0; index < roles; index += 1) {
    const tag = tagsOf(index).map((code) => ({ system, code }));
    const { id } = await store.client.createResource({
      resourceType: index % 7 === 6 ? 'Location' : 'PractitionerRole',
      meta: { tag },
      identifier: [{ value: `${index}` }],
    });
    if (isDeleted(index)) await store.client.deleteResource(index % 7 === 6 ? 'Location' : 'PractitionerRole', id);
  }
  return () => store.close();
}, 60_000);

async function indexesFound(query: string): Promise<number[]> {
  const found: number[] = [];
  let path: string | undefined = `PractitionerRole?${query}`;
  while (path) {
    const { body } = await store.request({ method: 'GET', path });
    const page = body as { entry?: { resource: { identifier: { value: string }[] } }[]; link: Link[] };
    found.push(...(page.entry ?? []).map(({ resource }) => Number(resource.identifier[0]?.value)));
    path = page.link.find(({ relation }) => relation === 'next')?.url;
  }
  return found;
}

interface Link {
  readonly relation: string;
  readonly url: string;
}

/** `tags`: each a list of alternatives, all of which must hold. */
const rows: readonly (readonly (readonly string[])[])[] = [
  [['all']],
  [['even', 'third']],
  [['third', 'even', 'none']],
  [['even'], ['third']],
  [
    ['all', 'even'],
    ['third', 'even'],
  ],
  [['all'], ['late']],
  [['even', 'third'], ['late']],
];

describe('where hundreds match, every match is found once, in the order of creation, page by page', () => {
  test.each(rows.flatMap((tags) => [7, 100, 1000].map((count) => ({ tags, count }))))(
    '$tags, $count a page',
    async ({ tags, count }) => {
      const query = tags.map((codes) => `_tag=${codes.map((code) => `${system}|${code}`).join(',')}`).join('&');
      const expected = Array.from({ length: roles }, (_, index) => index).filter(
        (index) =>
          index % 7 !== 6 &&
          !isDeleted(index) &&
          tags.every((codes) => codes.some((code) => tagsOf(index).includes(code))),
      );
      expect(await indexesFound(`${query}&_count=${count}`)).toEqual(expected);
    },
  );

  test('an offset passes over as many, and the total counts all', async () => {
    const query = `_tag=${system}|even,${system}|third`;
    const [, second = 0, third = 0] = await indexesFound(query);
    const { body } = await store.request({
      method: 'GET',
      path: `PractitionerRole?${query}&_offset=1&_count=2&_total=accurate`,
    });
    expect(body).toMatchObject({
      total: (await indexesFound(query)).length,
      entry: [
        { resource: { identifier: [{ value: `${second}` }] } },
        { resource: { identifier: [{ value: `${third}` }] } },
      ],
    });
  });
});
