import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { createApp } from '../../src/http/app.ts';
import { startNotifier } from '../../src/notifications/notifier.ts';
import { removeOldEvents } from '../../src/notifications/queue/removeOldEvents.ts';
import { openMedplumStore } from '../../src/store/index.ts';
import { base, contextOf } from '../intake/harness.ts';
import { firstTaken, numbersIn, openReceiver } from '../notifications/receiver.ts';
import { changeAnswer, eventually, pendedAnswer, subscriptionFor } from '../notifications/support.ts';
import { needs, testServer } from './server.ts';

describe.skipIf(!testServer)(`notifications on a Medplum server (${needs})`, () => {
  it('two instances: the handshake, then every change once and in order, the feed, and what is removed in its time', {
    timeout: 240_000,
  }, async () => {
    if (!testServer) return;
    const store = await openMedplumStore(testServer);
    await loadDemoPlan(store.client);
    const log = () => {};
    const app = createApp({ store, intake: contextOf(store.client), log, localSecret: 'unused', demo: true });
    const receiver = await openReceiver();
    const headers = { 'content-type': 'application/fhir+json' };
    const body = JSON.stringify(subscriptionFor(receiver.url, { header: ['X-Plan: 7'] }));
    const created = await app.request(`${base}/Subscription`, { method: 'POST', headers, body });
    expect(created.status).toBe(201);
    const { id } = (await created.json()) as { id: string };
    onTestFinished(async () => {
      await app.request(`${base}/Subscription/${id}`, { method: 'DELETE' });
      await store.close();
    });
    const own = { client: store.client, store: 'medplum', reach: 'open', days: 14, log } as const;
    const instances = [startNotifier(own), startNotifier(own)];
    onTestFinished(async () => {
      await Promise.all(instances.map(({ stop }) => stop()));
    });
    await eventually(() => expect(receiver.taken.map(({ type }) => type)).toEqual(['handshake']));
    const answers = [await pendedAnswer(store), await pendedAnswer(store)];
    for (let change = 0; change < 4; change += 1)
      await Promise.all(answers.map((answer) => changeAnswer(store, answer.id, `Change ${change}`)));
    const all = Array.from({ length: 10 }, (_, index) => index + 1);
    await eventually(() => expect(firstTaken(receiver.taken)).toEqual(all), 90_000);
    expect(numbersIn(receiver.taken)).toEqual(all);
    expect(receiver.most()).toBe(1);
    const since = answers[0]?.meta?.lastUpdated ?? '';
    await eventually(async () => {
      const feed = `${base}/ClaimResponse?_lastUpdated=gt${since}&_sort=_lastUpdated&_count=50`;
      const page = (await (await app.request(feed)).json()) as Bundle;
      const ids = (page.entry ?? []).map(({ resource }) => resource?.id);
      expect(ids).toEqual(expect.arrayContaining(answers.map((answer) => answer.id)));
    });

    // A sweep of the hour in which the subscription has its minute, a hundred days on, removes what was delivered.
    let removed = 0;
    for (let minute = 0; minute < 60; minute += 1) {
      const now = Temporal.Now.instant().add({ hours: 2_400, minutes: minute });
      removed += await removeOldEvents({ client: store.client, days: 90, now });
    }
    expect(removed).toBeGreaterThanOrEqual(all.length);
    const held = await app.request(`${base}/Subscription/${id}/$events`);
    expect(await held.text()).toContain('Events 1 to 10 are no longer held; the first that is held is 11.');
    await changeAnswer(store, answers[0]?.id ?? '', 'One more');
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([...all, 11]), 60_000);
  });
});
