import { afterAll, beforeAll, expect, it } from 'vitest';
import { enrolMembersLike } from '../../src/bench/ownMembers.ts';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { ofType, searchAll } from '../../src/directory/searchAll.ts';
import { type EmbeddedStore, openEmbeddedStore } from '../../src/store/index.ts';

let store: EmbeddedStore;
beforeAll(async () => {
  store = await openEmbeddedStore({ directory: ':memory:', bots: [], secrets: {} });
  await loadDemoPlan(store.client);
});
afterAll(() => store.close());

const memberWith = async (number: string) => {
  const query = { identifier: number, _revinclude: 'Coverage:beneficiary' };
  const { resources } = await searchAll(store.client, 'Patient', query);
  return { patients: ofType(resources, 'Patient'), coverages: ofType(resources, 'Coverage') };
};

it('each is a member of the same age with the same coverage, under a number of their own', {
  timeout: 60_000,
}, async () => {
  const { patients, coverages } = await memberWith('RC100001');
  const numbers = await enrolMembersLike(store.client, 'RC100001', 60);
  expect(new Set(numbers).size).toBe(60);
  for (const number of [numbers[0], numbers[59]]) {
    const own = await memberWith(number ?? '');
    expect(own.patients.map(({ birthDate }) => birthDate)).toEqual(patients.map(({ birthDate }) => birthDate));
    expect(own.coverages.map(({ period, payor }) => ({ period, payor }))).toEqual(
      coverages.map(({ period, payor }) => ({ period, payor })),
    );
    expect(own.coverages.length).toBeGreaterThan(0);
  }
});

it('the plan can be loaded again beside them', async () => {
  await enrolMembersLike(store.client, 'RC100001', 1);
  await expect(loadDemoPlan(store.client)).resolves.toBeUndefined();
});

it('nobody is like a member who is not of record', async () => {
  await expect(enrolMembersLike(store.client, 'RC999999', 1)).rejects.toThrow('RC999999');
});
