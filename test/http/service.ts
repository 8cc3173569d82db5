import type { Hono } from 'hono';
import { bots } from '../../bots/manifest.ts';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { createApp } from '../../src/http/app.ts';
import type { Service } from '../../src/http/service.ts';
import { type EmbeddedStore, openEmbeddedStore } from '../../src/store/index.ts';

export const localSecret = 'a-secret-for-tests';

/** The service in process, on a store of its own with the demo plan; it goes with the test. */
export async function openService(): Promise<{
  readonly app: Hono;
  readonly store: EmbeddedStore;
  readonly logged: unknown[];
}> {
  const logged: unknown[] = [];
  const store = await openEmbeddedStore({ directory: ':memory:', bots, secrets: {} });
  await loadDemoPlan(store.client);
  const settings = {
    calendar: { timeZone: 'America/Los_Angeles' },
    autoApprove: true,
    authorizationDays: 90,
    products: ['medi-cal'],
  };
  const service: Service = {
    store,
    intake: { client: store.client, settings, now: () => Temporal.Now.instant() },
    log: (entry) => logged.push(entry),
    localSecret,
  };
  return { app: createApp(service), store, logged };
}
