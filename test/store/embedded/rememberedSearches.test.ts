import type { MedplumClient } from '@medplum/core';
import type { Bundle, Organization, Resource } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { Changes } from '../../../src/store/embedded/changes.ts';
import { loadDefinitions } from '../../../src/store/embedded/definitions.ts';
import { rememberSearches } from '../../../src/store/embedded/rememberedSearches.ts';
import { typesLookedAt } from '../../../src/store/embedded/search/typesLookedAt.ts';
import type { RestRequest } from '../../../src/store/index.ts';
import { openEmbedded } from '../harness.ts';

beforeAll(loadDefinitions);

const share = { headers: { 'cache-control': 'max-age=0' } };

function shared(client: MedplumClient, path: string): Promise<Bundle> {
  return client.get<Bundle>(`fhir/R4/${path}`, share);
}

function readAnew(client: MedplumClient, path: string): Promise<Bundle> {
  return client.get<Bundle>(`fhir/R4/${path}`);
}

const organization = (name: string): Organization => ({ resourceType: 'Organization', active: true, name });

describe('types a search rests on', () => {
  const rows: readonly (readonly [string, readonly string[] | undefined])[] = [
    ['Basic?code=x', ['Basic']],
    ['PractitionerRole?specialty=x&_tag:not=y&_sort=_id', ['PractitionerRole']],
    ['InsurancePlan?identifier=x&_include=InsurancePlan:owned-by', ['InsurancePlan', 'Organization']],
    ['PractitionerRole?_include=PractitionerRole:practitioner:Practitioner', ['PractitionerRole', 'Practitioner']],
    ['Patient?identifier=x&_revinclude=Coverage:beneficiary', ['Patient', 'Coverage']],
    [
      'Practitioner?_revinclude=PractitionerRole:practitioner&_include:iterate=PractitionerRole:organization',
      ['Practitioner', 'PractitionerRole', 'Organization'],
    ],
    ['PractitionerRole?practitioner.identifier=x', undefined],
    ['PractitionerRole?practitioner:Practitioner.identifier=x', undefined],
    ['Practitioner?_has:PractitionerRole:practitioner:specialty=x', undefined],
    ['Organization?_include=Organization:nowhere', undefined],
  ];
  it.for(rows)('%s: %j', ([url, types]) => {
    expect(typesLookedAt(url) && [...(typesLookedAt(url) ?? [])].sort()).toEqual(types?.toSorted());
  });
});

describe('a search that may be shared', () => {
  test('is one answer for all who ask, which nobody can change', async () => {
    const { client } = await openEmbedded();
    await client.createResource(organization('a'));
    const first = await shared(client, 'Organization?name=a');
    const second = await shared(client, 'Organization?name=a');
    expect(second.entry?.[0]?.resource).toBe(first.entry?.[0]?.resource);
    expect(() => Object.assign(second.entry?.[0]?.resource ?? {}, { name: 'b' })).toThrow(TypeError);
  });

  test('who does not say so gets an answer of their own', async () => {
    const { client } = await openEmbedded();
    await client.createResource(organization('a'));
    await shared(client, 'Organization?name=a');
    const own = await readAnew(client, 'Organization?name=a');
    expect(Object.assign(own.entry?.[0]?.resource ?? {}, { name: 'b' })).toMatchObject({ name: 'b' });
    expect((await shared(client, 'Organization?name=a')).entry?.[0]?.resource).toMatchObject({ name: 'a' });
  });

  const writes: readonly (readonly [string, (client: MedplumClient, id: string) => Promise<unknown>])[] = [
    ['a create', (client) => client.createResource(organization('a'))],
    ['a conditional create', (client) => client.createResourceIfNoneExist(organization('a'), 'name=nobody')],
    ['an update', (client, id) => client.updateResource({ ...organization('b'), id })],
    [
      'a patch',
      (client, id) => client.patchResource('Organization', id, [{ op: 'replace', path: '/name', value: 'b' }]),
    ],
    ['a deletion', (client, id) => client.deleteResource('Organization', id)],
    [
      'a transaction',
      (client) =>
        client.executeBatch({
          resourceType: 'Bundle',
          type: 'transaction',
          entry: [{ resource: organization('a'), request: { method: 'POST', url: 'Organization' } }],
        }),
    ],
  ];
  it.for(writes)('shows %s at once', async ([, write]) => {
    const { client } = await openEmbedded();
    const { id } = await client.createResource(organization('a'));
    const before = await shared(client, 'Organization?name=a');
    await write(client, id);
    const after = await shared(client, 'Organization?name=a');
    expect(after).not.toEqual(before);
    expect(after).toEqual(await readAnew(client, 'Organization?name=a'));
  });

  test('shows what it includes as it is now', async () => {
    const { client } = await openEmbedded();
    const payer = await client.createResource(organization('payer'));
    const ownedBy = { reference: `Organization/${payer.id}` };
    await client.createResource({ resourceType: 'InsurancePlan', status: 'active', name: 'plan', ownedBy });
    const path = 'InsurancePlan?status=active&_include=InsurancePlan:owned-by';
    await shared(client, path);
    await client.updateResource({ ...payer, name: 'renamed' });
    const { entry } = await shared(client, path);
    expect(entry?.map(({ resource }) => resource)).toContainEqual(expect.objectContaining({ name: 'renamed' }));
  });

  test('whatever is written, awaited or not, it is the same as one read anew', { timeout: 60_000 }, async () => {
    const { client } = await openEmbedded();
    const names = fc.constantFrom('a', 'b', 'c');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('create' as const), name: names, awaited: fc.boolean() }),
      fc.record({ kind: fc.constant('rename' as const), name: names, awaited: fc.boolean() }),
      fc.record({ kind: fc.constant('delete' as const), name: names, awaited: fc.boolean() }),
      fc.record({ kind: fc.constant('role' as const), name: names, awaited: fc.boolean() }),
      fc.record({ kind: fc.constant('failing transaction' as const), name: names, awaited: fc.boolean() }),
    );
    const searches = [
      'Organization?name=a',
      'Organization?name=b,c&_sort=_id',
      'PractitionerRole?_include=PractitionerRole:organization',
      'Organization?_revinclude=PractitionerRole:organization&_count=100',
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const made: string[] = [];
        const under: Promise<unknown>[] = [];
        for (const { kind, name, awaited } of steps) {
          const id = made.at(-1);
          const write = async (): Promise<unknown> => {
            if (kind === 'create') {
              const created = await client.createResource(organization(name));
              return made.push(created.id);
            }
            if (kind === 'role') {
              const reference = id && { organization: { reference: `Organization/${id}` } };
              return client.createResource({ resourceType: 'PractitionerRole', ...reference });
            }
            if (kind === 'failing transaction') return client.executeBatch(failing(organization(name)));
            if (id === undefined) return undefined;
            if (kind === 'rename') return client.updateResource({ ...organization(name), id });
            made.pop();
            return client.deleteResource('Organization', id);
          };
          const written = write().catch(() => undefined);
          under.push(written);
          await Promise.all(searches.map((path) => shared(client, path)));
          if (awaited) await written;
        }
        await Promise.all(under);
        for (const path of searches) expect(await shared(client, path)).toEqual(await readAnew(client, path));
      }),
      { numRuns: 60 },
    );
  });
});

function failing(resource: Resource): Bundle {
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      { resource, request: { method: 'POST', url: resource.resourceType } },
      { request: { method: 'GET', url: 'Patient/00000000-0000-4000-8000-000000000000' } },
    ],
  };
}

describe('how much is remembered', () => {
  function over(entries = 1, status = 200) {
    const changes = new Changes();
    let asked = 0;
    const answer = rememberSearches(async () => {
      asked += 1;
      const entry = Array.from({ length: entries }, () => ({ resource: organization('a') }));
      return { status, headers: {}, body: { resourceType: 'Bundle', type: 'searchset', entry } };
    }, changes);
    const ask = (path: string, given: Partial<RestRequest> = {}) => answer({ method: 'GET', path, ...share, ...given });
    return { changes, ask, asked: () => asked };
  }

  it.for([
    ['a hundred entries', over(100), 'Organization?name=a', {}, 1],
    ['more entries', over(101), 'Organization?name=a', {}, 2],
    ['what was refused', over(1, 400), 'Organization?name=a', {}, 2],
    ['a chain', over(), 'PractitionerRole?practitioner.identifier=x', {}, 2],
    ['one resource', over(), 'Organization/1', {}, 2],
    ['a history', over(), 'Organization/1/_history?_count=2', {}, 2],
    ['a search by POST', over(), 'Organization/_search?name=a', { method: 'POST' }, 2],
    ['no-cache', over(), 'Organization?name=a', { headers: { 'cache-control': 'no-cache' } }, 2],
  ] as const)('%s: asked twice, read %5$d time(s)', async ([, { ask, asked }, path, given, expected]) => {
    await ask(path, given);
    await ask(path, given);
    expect(asked()).toBe(expected);
  });

  test('of more than two hundred those go that were not asked for the longest', async () => {
    const { ask, asked } = over();
    for (let index = 0; index < 200; index += 1) await ask(`Organization?name=${index}`);
    await ask('Organization?name=0');
    await ask('Organization?name=new');
    expect(asked()).toBe(201);
    await ask('Organization?name=0');
    expect(asked()).toBe(201);
    await ask('Organization?name=1');
    expect(asked()).toBe(202);
  });

  test('what is committed while it is read is not in it', async () => {
    const changes = new Changes();
    let asked = 0;
    const answer = rememberSearches(async () => {
      asked += 1;
      changes.written('Organization');
      changes.committed();
      return { status: 200, headers: {}, body: { resourceType: 'Bundle', type: 'searchset' } };
    }, changes);
    const request = { method: 'GET', path: 'Organization?name=a', ...share } as const;
    await answer(request);
    await answer(request);
    expect(asked).toBe(2);
  });

  test('a write of another type leaves it', async () => {
    const { ask, asked, changes } = over();
    await ask('Organization?name=a');
    changes.written('Claim');
    changes.committed();
    await ask('Organization?name=a');
    expect(asked()).toBe(1);
  });
});
