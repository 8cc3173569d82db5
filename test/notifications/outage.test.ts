import { describe, expect, it } from 'vitest';
import type { Sender } from '../../src/notifications/channel/send.ts';
import { findDeadLetters } from '../../src/notifications/queue/event.ts';
import { numbersIn, openReceiver } from './receiver.ts';
import { changeAnswer, changes, eventually, hurry, openNotifying, pendedAnswer, subscribe } from './support.ts';

describe('who fails delays nobody else', () => {
  it('sixty receivers that never answer, and one that does', async () => {
    const service = await openNotifying();
    const deaf = await openReceiver();
    deaf.behave(() => false);
    for (let index = 0; index < 60; index += 1) await subscribe(service, deaf.url, { timeout: 60 });
    const receiver = await openReceiver();
    await subscribe(service, receiver.url);
    service.start();
    await eventually(() => expect(deaf.arrived.length).toBe(60));
    const began = performance.now();
    await changes(service, 3);
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1, 2, 3]));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('who is slow delays nobody else', () => {
  it('two hundred that take forever for the first time, and one that answers', { timeout: 120_000 }, async () => {
    const service = await openNotifying();
    const deaf = await openReceiver();
    deaf.behave(() => false);
    for (let index = 0; index < 200; index += 1) await subscribe(service, deaf.url, { timeout: 60 });
    service.start();
    await eventually(() => expect(deaf.arrived.length).toBe(200));
    const receiver = await openReceiver();
    await subscribe(service, receiver.url);
    const began = performance.now();
    await changes(service, 3);
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1, 2, 3]));
    // Each of the two hundred holds its place for two seconds, not for sixty.
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

describe('a receiver that was down for a week', () => {
  it('has every event once it is back, in order, each with the answer as it was then', {
    timeout: 120_000,
  }, async () => {
    const service = await openNotifying();
    const receiver = await openReceiver();
    const id = await subscribe(service, receiver.url);
    let skipped = Temporal.Duration.from({ hours: 0 });
    service.start({ now: () => Temporal.Now.instant().add(skipped) });
    await eventually(() => expect(receiver.taken).toHaveLength(1));
    await receiver.close();
    const { id: answer } = await pendedAnswer(service);
    for (let day = 1; day <= 7; day += 1) {
      for (let change = 1; change <= 5; change += 1)
        await changeAnswer(service, answer, `Day ${day}, change ${change}`);
      await service.store.idle();
      // Longer than any pause: it is tried again every day, and in vain.
      const failures = () => service.logged.filter((entry) => JSON.stringify(entry).includes('not accepted')).length;
      const before = failures();
      skipped = Temporal.Duration.from({ hours: 24 * day });
      await eventually(() => expect(failures()).toBeGreaterThan(before));
    }
    expect((await service.request('GET', `Subscription/${id}`)).body).toMatchObject({ status: 'error' });
    await receiver.open();
    skipped = Temporal.Duration.from({ hours: 24 * 7 + 1 });
    const all = Array.from({ length: 36 }, (_, index) => index + 1);
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual(all), 60_000);
    const said = receiver.taken.slice(2).map(({ bundle }) => JSON.stringify(bundle).match(/Day \d, change \d/)?.[0]);
    expect(said).toEqual(
      all.slice(1).map((number) => `Day ${Math.floor((number - 2) / 5) + 1}, change ${((number - 2) % 5) + 1}`),
    );
    await eventually(async () => {
      expect((await service.request('GET', `Subscription/${id}`)).body).toMatchObject({ status: 'active' });
    });
    expect(await findDeadLetters(service.client, id)).toEqual([]);
  });
});

describe('what cannot be delivered for too long', () => {
  const down: Sender = {
    send: async ({ body }) =>
      body.includes('handshake') ? { ok: true } : { ok: false, failure: 'The endpoint answered with status 503.' },
    close: () => {},
  };

  it('is given up, told of, and sent again when asked for', async () => {
    const service = await openNotifying();
    const receiver = await openReceiver();
    const id = await subscribe(service, receiver.url);
    await changes(service, 2);
    let skipped = Temporal.Duration.from({ hours: 0 });
    const now = () => Temporal.Now.instant().add(skipped);
    const failing = service.start({ now, sender: down });
    await eventually(() => expect(JSON.stringify(service.logged)).toContain('not accepted'));
    skipped = Temporal.Duration.from({ hours: 14 * 24 + 1 });
    await eventually(async () => {
      expect((await service.request('GET', `Subscription/${id}`)).body).toMatchObject({ status: 'off' });
    });
    await failing.stop();
    expect(await findDeadLetters(service.client, id)).toMatchObject([{ number: 1 }]);
    const status = JSON.stringify((await service.request('GET', `Subscription/${id}/$status`)).body);
    expect(status).toMatch(/Event 1 was not delivered\. The endpoint answered with status 503/);

    service.start();
    const { body } = await service.request('GET', `Subscription/${id}`);
    await service.request('PUT', `Subscription/${id}`, { ...body, status: 'requested' });
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([2]));
    expect((await service.request('POST', `Subscription/${id}/$resend`)).status).toBe(200);
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([2, 1, 2]));
    await eventually(async () => expect(await findDeadLetters(service.client, id)).toEqual([]));
    expect((await service.request('POST', `Subscription/${id}/$resend`)).status).toBe(422);
  });

  it('a log never holds the endpoint, a header or a member', async () => {
    const service = await openNotifying();
    await subscribe(service, 'http://127.0.0.1:9/secret-path', { header: ['Authorization: Bearer secret-token'] });
    await changes(service, 1);
    service.start(hurry);
    await eventually(() => expect(service.logged.length).toBeGreaterThan(3));
    expect(JSON.stringify(service.logged)).not.toMatch(/secret/);
    expect(JSON.stringify(service.logged)).toContain('ECONNREFUSED');
  });
});
