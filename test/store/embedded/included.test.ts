import type { Organization, Resource } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedStore, openEmbeddedStore } from '../../../src/store/index.ts';

let store: EmbeddedStore;
/** By name. */
const references = new Map<string, string>();
const to = (name: string) => ({ reference: references.get(name) ?? '' });

/** Eight organizations, each but the first part of the one before; two that are part of each other; a role and its place. */
beforeAll(async () => {
  store = await openEmbeddedStore({ directory: ':memory:', bots: [], secrets: {} });
  const add = async (name: string, resource: Resource) => {
    const { resourceType, id } = await store.client.createResource(resource);
    references.set(name, `${resourceType}/${id}`);
    return id;
  };
  const organization: Organization = { resourceType: 'Organization' };
  await add('level-0', organization);
  for (let level = 1; level < 8; level += 1)
    await add(`level-${level}`, { ...organization, partOf: to(`level-${level - 1}`) });
  const one = await add('one', organization);
  await add('other', { ...organization, partOf: to('one') });
  await store.client.updateResource({ ...organization, id: one, partOf: to('other') });
  await add('place', { resourceType: 'Location', managingOrganization: to('level-0') });
  await add('role', {
    resourceType: 'PractitionerRole',
    organization: to('level-1'),
    location: [to('place'), { reference: 'Location/11111111-1111-4111-8111-111111111111' }],
  });
  return () => store.close();
});

async function search(path: string) {
  const named = path.replaceAll(/[a-z]+-\d|(?<==)(one|role)/g, (name) => references.get(name)?.split('/')[1] ?? name);
  return store.request({ method: 'GET', path: named });
}

async function included(path: string): Promise<readonly string[]> {
  const { status, body } = await search(path);
  expect(status).toBe(200);
  const { entry = [] } = body as { entry?: { fullUrl: string; search: { mode: string } }[] };
  const urls = entry.filter(({ search: { mode } }) => mode === 'include').map(({ fullUrl }) => fullUrl);
  return urls.map((url) => [...references].find(([, reference]) => reference === url)?.[0] ?? url);
}

describe('what is included', () => {
  test.each([
    ['nothing of what was not asked for', 'PractitionerRole?_id=role', []],
    ['what a reference leads to', 'PractitionerRole?_id=role&_include=PractitionerRole:organization', ['level-1']],
    ['nothing by a reference to nowhere', 'PractitionerRole?_id=role&_include=PractitionerRole:location', ['place']],
    [
      'of one type only',
      'PractitionerRole?_id=role&_include=PractitionerRole:location:Location&_include=PractitionerRole:organization:Location',
      ['place'],
    ],
    [
      'once, by whichever way it is reached',
      'PractitionerRole?_id=role&_include=PractitionerRole:location&_include=PractitionerRole:organization&_include:iterate=Organization:partof&_include:iterate=Location:organization',
      ['place', 'level-1', 'level-0'],
    ],
    ['not iterated when that is not said', 'Organization?_id=level-3&_include=Organization:partof', ['level-2']],
    ['iterated', 'Organization?_id=level-2&_include:iterate=Organization:partof', ['level-1', 'level-0']],
    ['nothing that is a match itself', 'Organization?_id=level-2,level-1&_include=Organization:partof', ['level-0']],
    ['what refers', 'Organization?_id=level-3&_revinclude=Organization:partof', ['level-4']],
    [
      'what refers, iterated',
      'Organization?_id=level-5&_revinclude:iterate=Organization:partof',
      ['level-6', 'level-7'],
    ],
    ['each of a circle once', 'Organization?_id=one&_include:iterate=Organization:partof', ['other']],
  ])('%s', async (_title, path, ids) => {
    const found = await included(path);
    expect([...found].sort()).toEqual([...ids].sort());
  });

  test.each([
    ['more than five steps away', 'Organization?_id=level-7&_include:iterate=Organization:partof', /too many/],
    ['by a parameter that does not exist', 'Organization?_id=level-7&_include=Organization:colour', /colour/],
  ])('%s: refused', async (_title, path, text) => {
    const { status, body } = await search(path);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toMatch(text);
  });
});
