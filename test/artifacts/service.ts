import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { Hono } from 'hono';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { searchAll } from '../../src/directory/searchAll.ts';
import { createApp } from '../../src/http/app.ts';
import { type EmbeddedStore, openEmbeddedStore } from '../../src/store/index.ts';

export interface TestService {
  readonly app: Hono;
  readonly store: EmbeddedStore;
}

/** The service in process, with the demo plan and without bots. */
export async function openService(): Promise<TestService> {
  const store = await openEmbeddedStore({ directory: ':memory:', bots: [], secrets: {} });
  await loadDemoPlan(store.client);
  const settings = {
    calendar: { timeZone: 'America/Los_Angeles' },
    autoApprove: true,
    authorizationDays: 90,
    products: ['medi-cal'],
  };
  const intake = { client: store.client, settings, now: () => Temporal.Now.instant() };
  return { app: createApp({ store, intake, log: () => {}, localSecret: 'a-secret-for-tests' }), store };
}

/** Everything the store holds of the types. */
export async function storedOf({ store }: TestService, types: readonly ResourceType[]): Promise<readonly Resource[]> {
  const pages = await Promise.all(types.map((type) => searchAll(store.client, type, {})));
  return pages.flatMap(({ resources }) => resources);
}
