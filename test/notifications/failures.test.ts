import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Sender } from '../../src/notifications/channel/send.ts';
import { findDeadLetters } from '../../src/notifications/queue/event.ts';
import { type Behaviour, firstTaken, numbersIn, openReceiver, type Receiver } from './receiver.ts';
import { changeAnswer, eventually, type Notifying, openNotifying, pendedAnswer, subscribe } from './support.ts';

/** Failures are repeated within moments instead of minutes. */
const hurry = { now: hurried() };

/** A clock on which a second passes in ten milliseconds. */
function hurried(): () => Temporal.Instant {
  const start = Temporal.Now.instant();
  const from = performance.now();
  return () => start.add({ milliseconds: Math.round((performance.now() - from) * 100) });
}

const refuse = (status: number, headers: Record<string, string> = {}) =>
  ((_request, reply) => {
    reply.writeHead(status, headers).end();
    return false;
  }) satisfies Behaviour;

/** Every way in which a receiver fails; each request is one that it does not take. */
const failures: Readonly<Record<string, Behaviour>> = {
  'answers 500': refuse(500),
  'answers 404': refuse(404),
  'redirects elsewhere': refuse(302, { location: 'http://127.0.0.1:9/elsewhere' }),
  'closes before it answers': (request) => {
    request.socket.destroy();
    return false;
  },
  'closes in the middle of its answer': (request, reply) => {
    reply.writeHead(200, { 'content-length': '100' }).write('some');
    setTimeout(() => request.socket.destroy(), 5);
    return false;
  },
  'answers nonsense': (request) => {
    request.socket.end('GOPHER/0.9 whatever\r\n\r\n');
    return false;
  },
  'never answers': () => false,
  'answers byte by byte, without end': (_request, reply) => {
    reply.writeHead(200);
    drip(reply);
    return false;
  },
};

function drip(reply: ServerResponse): void {
  const timer = setInterval(() => reply.write('.'), 20);
  reply.on('close', () => clearInterval(timer));
}

async function changes(service: Notifying, count: number): Promise<void> {
  const { id } = await pendedAnswer(service);
  for (let change = 1; change < count; change += 1) await changeAnswer(service, id, `Change ${change}`);
  await service.store.idle();
}

describe('a receiver that fails in one way', () => {
  it.for(Object.entries(failures))('%s: gets every event, in order, once it does not', async ([, behaviour]) => {
    const service = await openNotifying();
    const receiver = await openReceiver();
    await subscribe(service, receiver.url, { timeout: 1 });
    await changes(service, 3);
    let failed = 0;
    receiver.behave((...given) => {
      failed += 1;
      return failed % 2 === 0 || behaviour(...given);
    });
    service.start(hurry);
    await eventually(() => expect(firstTaken(receiver.taken)).toEqual([1, 2, 3]));
    expect(receiver.arrived.length).toBeGreaterThan(receiver.taken.length);
  });

  it('refuses connections, and comes back on the same port', async () => {
    const service = await openNotifying();
    const receiver = await openReceiver();
    const id = await subscribe(service, receiver.url);
    service.start(hurry);
    await eventually(() => expect(receiver.taken).toHaveLength(1));
    await receiver.close();
    await changes(service, 3);
    await eventually(async () => {
      expect((await service.request('GET', `Subscription/${id}`)).body).toMatchObject({
        status: 'error',
        error: expect.stringMatching(/ECONNREFUSED/),
      });
    });
    await receiver.open();
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1, 2, 3]));
    await eventually(async () => {
      const { body } = await service.request('GET', `Subscription/${id}`);
      expect(body).toMatchObject({ status: 'active' });
      expect(body).not.toHaveProperty('error');
    });
  });
});

describe('thousands of events to receivers that fail in every way', () => {
  it('none is lost, each receiver has them in order, and never two at once', { timeout: 300_000 }, async () => {
    const service = await openNotifying();
    const receivers: Receiver[] = [];
    for (let index = 0; index < 20; index += 1) receivers.push(await openReceiver());
    const ways = Object.values(failures);
    for (const [index, receiver] of receivers.entries()) {
      let seen = index;
      receiver.behave((...given) => {
        seen += 1;
        const way = ways[(seen * 7 + index) % ways.length];
        // Those that never answer cost a second each.
        const isFailing = seen % (index % 2 === 0 ? 9 : 23) === 0;
        return !isFailing || !way || way(...given);
      });
      await subscribe(service, receiver.url, { timeout: 1 });
    }
    service.start(hurry);
    const cases = 10;
    const each = 10;
    await Promise.all(Array.from({ length: cases }, () => changes(service, each)));
    const all = Array.from({ length: cases * each }, (_, index) => index + 1);
    for (const receiver of receivers) await eventually(() => expect(firstTaken(receiver.taken)).toEqual(all), 240_000);
    expect(receivers.map(({ most }) => most())).toEqual(receivers.map(() => 1));
    const failed = receivers.reduce((sum, { arrived, taken }) => sum + arrived.length - taken.length, 0);
    expect(failed).toBeGreaterThan(100);
  });
});

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
