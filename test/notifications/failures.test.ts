import type { ServerResponse } from 'node:http';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cert, key } from './certificate.ts';
import { notificationProblems } from './envelope.ts';
import { type Behaviour, firstTaken, numbersIn, openReceiver, type Receiver } from './receiver.ts';
import { changes, eventually, hurry, openNotifying, subscribe } from './support.ts';

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

  it('has a certificate that nobody vouches for, until somebody does', async () => {
    const service = await openNotifying();
    const receiver = await openReceiver(undefined, { key, cert });
    const id = await subscribe(service, receiver.url);
    await changes(service, 3);
    service.start(hurry);
    await eventually(async () => {
      expect((await service.request('GET', `Subscription/${id}`)).body).toMatchObject({
        status: 'error',
        error: expect.stringMatching(/DEPTH_ZERO_SELF_SIGNED_CERT/),
      });
    });
    expect(receiver.arrived).toEqual([]);
    const usual = getCACertificates('default');
    onTestFinished(() => setDefaultCACertificates(usual));
    setDefaultCACertificates([...usual, cert]);
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1, 2, 3]));
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
    const changing = Promise.all(Array.from({ length: cases }, () => changes(service, each)));
    // Some go away altogether meanwhile, and come back.
    const leaving = receivers.slice(0, 4);
    for (let time = 0; time < 3; time += 1) {
      await Promise.all(leaving.map((receiver) => receiver.close()));
      await new Promise((resolve) => setTimeout(resolve, 100));
      await Promise.all(leaving.map((receiver) => receiver.open()));
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    await changing;
    const all = Array.from({ length: cases * each }, (_, index) => index + 1);
    for (const receiver of receivers) await eventually(() => expect(firstTaken(receiver.taken)).toEqual(all), 240_000);
    expect(receivers.map(({ most }) => most())).toEqual(receivers.map(() => 1));
    const failed = receivers.reduce((sum, { arrived, taken }) => sum + arrived.length - taken.length, 0);
    expect(failed).toBeGreaterThan(100);
    const sent = receivers.flatMap(({ arrived }) => arrived);
    expect(sent.length).toBeGreaterThan(2_000);
    expect([...new Set(sent.flatMap(({ bundle }) => notificationProblems(bundle)))]).toEqual([]);
  });
});
