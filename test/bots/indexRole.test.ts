import type { MedplumClient, WithId } from '@medplum/core';
import type { Coding, PractitionerRole } from '@medplum/fhirtypes';
import { describe, expect, onTestFinished, test } from 'vitest';
import { handler } from '../../bots/indexRole.ts';
import { bots } from '../../bots/manifest.ts';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { networkReferenceUrl } from '../../src/directory/load/networkTags.ts';
import { roleTagsOf } from '../../src/directory/load/roleTags.ts';
import { areaTagSystem, networkTagSystem } from '../../src/fhir/systems.ts';
import { openEmbeddedStore } from '../../src/store/index.ts';
import { eventFor, writesOf } from './botRuns.ts';

/** An embedded store with the demo plan; `hosted`: with the project's bots running on it. */
async function openStore({ hosted }: { readonly hosted: boolean }) {
  const log: unknown[] = [];
  const store = await openEmbeddedStore({
    directory: ':memory:',
    bots: hosted ? bots : [],
    secrets: {},
    log: (entry) => log.push(entry),
  });
  onTestFinished(() => store.close());
  await loadDemoPlan(store.client);
  await store.idle();
  return { store, client: store.client, log };
}

async function roleIn(client: MedplumClient, network: string): Promise<WithId<PractitionerRole>> {
  const role = await client.searchOne('PractitionerRole', `_tag=${networkTagSystem}|${network}`);
  if (!role) throw new Error(`The plan has no role in ${network}`);
  return role;
}

function codes({ meta }: PractitionerRole): (string | undefined)[] {
  return (meta?.tag ?? []).filter(({ system }) => system === networkTagSystem).map(({ code }) => code);
}

const foreign: Coding = { system: 'https://other.example/tag', code: 'kept' };

/** What somebody else writes over a role that is in medi-cal-coast. */
const damages: readonly { title: string; meta: PractitionerRole['meta'] }[] = [
  { title: 'no meta at all', meta: undefined },
  { title: 'another tag only', meta: { tag: [foreign] } },
  { title: 'the tag of another network', meta: { tag: [{ system: networkTagSystem, code: 'dual-complete' }] } },
  {
    title: 'a tag too many',
    meta: {
      tag: [
        { system: networkTagSystem, code: 'medi-cal-coast' },
        { system: networkTagSystem, code: 'dual-complete' },
      ],
    },
  },
];

describe('index-role', () => {
  test.each(damages)(
    'written over with $title: the tag of its network, and what is not ours stays',
    async ({ meta }) => {
      const { client } = await openStore({ hosted: false });
      const role = await roleIn(client, 'medi-cal-coast');
      const damaged = await client.updateResource<PractitionerRole>({ ...role, meta });
      expect(codes(damaged)).not.toEqual(codes(role));
      const runs = [
        await writesOf(client, handler, eventFor(damaged)),
        await writesOf(client, handler, eventFor(await client.readResource('PractitionerRole', role.id))),
      ];
      const after = await client.readResource('PractitionerRole', role.id);
      expect(runs).toEqual([['updateResource'], []]);
      expect(roleTagsOf(role).map(({ system }) => system)).toContain(areaTagSystem);
      expect(roleTagsOf(after)).toEqual(roleTagsOf(role));
      const isForeign = (tag: Coding) => tag.system === foreign.system;
      expect((after.meta?.tag ?? []).filter(isForeign)).toEqual((meta?.tag ?? []).filter(isForeign));
    },
  );

  test('a role that leaves its network loses the tag', async () => {
    const { client } = await openStore({ hosted: false });
    const role = await roleIn(client, 'medi-cal-coast');
    const extension = (role.extension ?? []).filter(({ url }) => url !== networkReferenceUrl);
    const left = await client.updateResource<PractitionerRole>({ ...role, extension, organization: undefined });
    await handler(client, eventFor(left));
    expect(codes(await client.readResource('PractitionerRole', role.id))).toEqual([]);
  });

  test('a role of which there is a newer version is left to that version', async () => {
    const { client } = await openStore({ hosted: false });
    const role = await roleIn(client, 'medi-cal-coast');
    const wiped = await client.updateResource<PractitionerRole>({ ...role, meta: undefined });
    await client.updateResource<PractitionerRole>({ ...wiped, active: !wiped.active });
    await handler(client, eventFor(wiped));
    expect(codes(await client.readResource('PractitionerRole', role.id))).toEqual([]);
  });

  test('every role of the demo plan has the tags it should have: nothing is written', async () => {
    const { client } = await openStore({ hosted: false });
    const roles = await client.searchResources('PractitionerRole', '_count=500');
    expect(roles.length).toBeGreaterThan(20);
    const writes = [];
    for (const role of roles) writes.push(...(await writesOf(client, handler, eventFor(role))));
    expect(writes).toEqual([]);
  });

  test('another type of resource: an Error that names PractitionerRole', async () => {
    const { client } = await openStore({ hosted: false });
    const [patient] = await client.searchResources('Patient', '_count=1');
    if (!patient) throw new Error('The plan has no members');
    await expect(handler(client, eventFor(patient))).rejects.toThrow('PractitionerRole');
  });
});

describe('index-role, hosted by the embedded store', () => {
  test('comes to rest after a load, with each role as the loader left it', async () => {
    const { client, log } = await openStore({ hosted: true });
    const bare = await openStore({ hosted: false });
    const versions = async (from: MedplumClient) => {
      const roles = await from.searchResources('PractitionerRole', '_count=500');
      const totals = await Promise.all(roles.map(({ id }) => from.readHistory('PractitionerRole', id)));
      return totals.map(({ total = 0 }) => total).sort();
    };
    expect(await versions(client)).toEqual(await versions(bare.client));
    expect(log).toEqual([]);
  });

  test('puts the tags back after a PUT without meta, in one write', async () => {
    const { store, client } = await openStore({ hosted: true });
    const role = await roleIn(client, 'medi-cal-coast');
    const before = (await client.readHistory('PractitionerRole', role.id)).total ?? 0;
    await client.updateResource<PractitionerRole>({ ...role, meta: undefined });
    await store.idle();
    expect(codes(await client.readResource('PractitionerRole', role.id))).toEqual(codes(role));
    expect((await client.readHistory('PractitionerRole', role.id)).total).toBe(before + 2);
  });
});
