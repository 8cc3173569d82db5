import { badRequest, OperationOutcomeError } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sender } from '../../src/notifications/channel/send.ts';
import { notificationCodes } from '../../src/notifications/codes.ts';
import { readDelivery } from '../../src/notifications/delivery/state.ts';
import { catchUp } from '../../src/notifications/queue/catchUp.ts';
import { firstHeld, removeOldEvents } from '../../src/notifications/queue/removeOldEvents.ts';
import { findDelivery } from '../../src/notifications/subscription/store.ts';
import { carriedIn, violations } from '../artifacts/conformance.ts';
import { wrappedClient } from '../intake/wrappedClient.ts';
import { numbersIn, openReceiver, part, statusIn } from './receiver.ts';
import { changeAnswer, eventually, type Notifying, openNotifying, pendedAnswer, subscribe } from './support.ts';

/** Each subscription has one of these minutes. */
const minutes = Array.from({ length: 60 }, (_, minute) => minute);

/** What an hour of sweeps removes, so many days from now. */
async function hourLater(days: number, { client }: Pick<Notifying, 'client'>): Promise<number> {
  // As the service does from time to time: what it has not looked at may still become an event.
  await catchUp({ client, overlap: Temporal.Duration.from({ seconds: 5 }), examined: new Set() });
  let removed = 0;
  for (const minute of minutes) {
    const now = Temporal.Now.instant().add({ hours: 24 * days, minutes: minute });
    removed += await removeOldEvents({ client, days: 90, now });
  }
  return removed;
}

async function kept({ client }: Notifying, code: string): Promise<number> {
  return (await client.searchResources('Basic', `code=${notificationCodes}|${code}&_count=100`)).length;
}

/** What `$events` holds: numbers, and what it says that is wrong. */
async function eventsOf({ request }: Notifying, id: string, query = '') {
  const { body } = await request('GET', `Subscription/${id}/$events?content=full-resource&${query}`);
  const bundle = body as Bundle;
  const { parameter = [] } = statusIn(bundle);
  return {
    numbers: parameter
      .filter(({ name }) => name === 'notification-event')
      .map((event) => Number(part(event.part, 'event-number')?.valueString)),
    answers: (bundle.entry ?? []).length - 1,
    errors: parameter.filter(({ name }) => name === 'error').map((error) => error.valueCodeableConcept?.text),
    since: part(parameter, 'events-since-subscription-start')?.valueString,
  };
}

/** One subscription with five events that were delivered. */
async function delivered() {
  const service = await openNotifying();
  const receiver = await openReceiver();
  const id = await subscribe(service, receiver.url);
  const notifier = service.start();
  const { id: answer } = await pendedAnswer(service);
  for (let change = 1; change < 5; change += 1) await changeAnswer(service, answer, `Change ${change}`);
  await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1, 2, 3, 4, 5]));
  // Stopped before it is written down, the last would count as still to be delivered.
  await eventually(async () => {
    const delivery = await findDelivery(service.client, id);
    expect(delivery && readDelivery(delivery).settled).toBe(5);
  });
  await notifier.stop();
  return { service, receiver, id, answer };
}

const gone = (which: string, first: number) =>
  `${which} no longer held; the first that is held is ${first}. The answers themselves are in the feed of ClaimResponse.`;

describe('events that were delivered', () => {
  it('stay for their days, and then go; $events says so, and numbers go on', async () => {
    const { service, receiver, id, answer } = await delivered();
    expect(await hourLater(89, service)).toBe(0);
    expect(await eventsOf(service, id)).toMatchObject({ numbers: [1, 2, 3, 4, 5], errors: [] });
    const feed = await service.request('GET', 'ClaimResponse?_sort=_lastUpdated');
    expect(await hourLater(91, service)).toBe(5);
    expect(await hourLater(91, service)).toBe(0);
    expect(await kept(service, 'event')).toBe(0);
    expect((await service.request('GET', 'ClaimResponse?_sort=_lastUpdated')).body).toMatchObject({
      entry: (feed.body as Bundle).entry,
    });
    expect(await eventsOf(service, id)).toEqual({
      numbers: [],
      answers: 0,
      errors: [gone('Events 1 to 5 are', 6)],
      since: '5',
    });
    expect(await eventsOf(service, id, 'eventsSinceNumber=3&eventsUntilNumber=3')).toMatchObject({
      errors: [gone('Event 3 is', 6)],
    });
    const refused = await service.request('POST', `Subscription/${id}/$resend?eventsSinceNumber=2`);
    expect(refused).toMatchObject({ status: 422, body: { issue: [{ details: { text: gone('Event 2 is', 6) } }] } });

    const records = await service.client.searchResources('Basic', `code=${notificationCodes}|subscription`);
    expect(JSON.stringify(records)).toContain('"removed"');
    expect(records.flatMap(carriedIn).flatMap(violations)).toEqual([]);

    service.start();
    await changeAnswer(service, answer, 'Another');
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1, 2, 3, 4, 5, 6]));
    expect(await eventsOf(service, id, 'eventsSinceNumber=4')).toEqual({
      numbers: [6],
      answers: 1,
      errors: [gone('Events 4 to 5 are', 6)],
      since: '6',
    });
    expect((await service.request('POST', `Subscription/${id}/$resend?eventsSinceNumber=6`)).status).toBe(200);
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1, 2, 3, 4, 5, 6, 6]));
  });

  it('a sweep that dies in the middle leaves nothing behind', async () => {
    const { service, id } = await delivered();
    const dying = wrappedClient(service.client, async ({ method, proceed }) => {
      if (method === 'executeBatch') throw new OperationOutcomeError(badRequest('Killed by the test'));
      return proceed();
    });
    await expect(hourLater(91, { client: dying })).rejects.toThrow();
    expect(await kept(service, 'event')).toBe(5);
    expect(await eventsOf(service, id)).toMatchObject({ numbers: [], errors: [gone('Events 1 to 5 are', 6)] });
    expect(await hourLater(91, service)).toBe(5);
    expect(await kept(service, 'event')).toBe(0);
  });

  it('go with a deleted subscription, and nothing of it is left', async () => {
    const { service, id } = await delivered();
    await service.request('DELETE', `Subscription/${id}`);
    expect(await hourLater(89, service)).toBe(0);
    expect([await kept(service, 'event'), await kept(service, 'ended')]).toEqual([5, 1]);
    expect(await hourLater(91, service)).toBe(5);
    expect([await kept(service, 'event'), await kept(service, 'ended'), await kept(service, 'delivery')]).toEqual([
      0, 0, 0,
    ]);
  });
});

describe('events that were not delivered', () => {
  it('are none yet: of what was not looked at nothing is removed, so that it still becomes an event, and only once', async () => {
    const { service, id, answer } = await delivered();
    const examined = new Set<string>();
    const now = Temporal.Now.instant().add({ hours: 24 * 91 });
    for (const minute of minutes)
      expect(await removeOldEvents({ client: service.client, days: 90, now: now.add({ minutes: minute }) })).toBe(0);
    expect(await hourLater(91, service)).toBe(5);
    await changeAnswer(service, answer, 'Another');
    await service.store.idle();
    await catchUp({ client: service.client, overlap: Temporal.Duration.from({ hours: 5 }), examined });
    expect(await eventsOf(service, id)).toMatchObject({ numbers: [6], since: '6' });
  });

  it('stay however old they are', async () => {
    const service = await openNotifying();
    const receiver = await openReceiver();
    const id = await subscribe(service, receiver.url);
    await pendedAnswer(service);
    await service.store.idle();
    expect(await hourLater(3_000, service)).toBe(0);
    expect(await eventsOf(service, id)).toMatchObject({ numbers: [1], errors: [] });
    service.start();
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1]));
  });

  it('go when they were given up, in their time', async () => {
    const service = await openNotifying();
    const id = await subscribe(service, 'http://127.0.0.1:9/');
    const { id: answer } = await pendedAnswer(service);
    await changeAnswer(service, answer, 'Changed');
    await service.store.idle();
    let skipped = 0;
    const now = () => Temporal.Now.instant().add({ hours: skipped });
    const down: Sender = {
      send: async ({ body }) => (body.includes('"handshake"') ? { ok: true } : { ok: false, failure: 'Down.' }),
      close: () => {},
    };
    const notifier = service.start({ now, sender: down });
    await eventually(() => expect(JSON.stringify(service.logged)).toContain('not accepted'));
    skipped = 15 * 24;
    await eventually(async () => expect(await kept(service, 'dead-letter')).toBe(1));
    await notifier.stop();
    expect(await hourLater(91, service)).toBe(1);
    // The second is still to be delivered, once the owner says so.
    expect(await eventsOf(service, id)).toMatchObject({ numbers: [2] });
    expect((await service.request('POST', `Subscription/${id}/$resend`)).status).toBe(422);
  });
});

describe('firstHeld', () => {
  it('nothing that stays is before it, and what goes is old and settled', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 12 }));
    const cases = fc.record({
      held: fc.integer({ min: 1, max: 12 }),
      settled: fc.integer({ min: 0, max: 12 }),
      old: numbers,
    });
    fc.assert(
      fc.property(cases, ({ held, settled, old }) => {
        const first = firstHeld(held, settled, old);
        expect(first).toBeGreaterThanOrEqual(held);
        for (let number = held; number < first; number += 1) {
          expect(old).toContain(number);
          expect(number).toBeLessThanOrEqual(settled);
        }
        expect(first > settled || !old.includes(first)).toBe(true);
      }),
      { seed: 7 },
    );
  });
});
