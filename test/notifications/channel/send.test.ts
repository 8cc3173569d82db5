import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addressProblem } from '../../../src/notifications/channel/endpoint.ts';
import { isPublicAddress } from '../../../src/notifications/channel/publicAddress.ts';
import type { Resolve } from '../../../src/notifications/channel/publicLookup.ts';
import { createSender } from '../../../src/notifications/channel/send.ts';
import { backoff } from '../../../src/notifications/delivery/backoff.ts';
import { cert, key } from '../certificate.ts';

const addresses: readonly (readonly [address: string, isPublic: boolean])[] = [
  ['93.184.215.14', true],
  ['9.255.255.255', true],
  ['11.0.0.0', true],
  ['100.63.255.255', true],
  ['100.128.0.0', true],
  ['172.15.255.255', true],
  ['172.32.0.0', true],
  ['223.255.255.255', true],
  ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true],
  ['0.0.0.0', false],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['100.127.255.255', false],
  ['127.0.0.1', false],
  ['169.254.169.254', false],
  ['172.16.0.1', false],
  ['172.31.255.255', false],
  ['192.168.1.1', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:93.184.215.14', false],
  ['::127.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['fe80::1', false],
  ['fe80::1%eth0', false],
  ['fc00::1', false],
  ['fd00:ec2::254', false],
  ['ff02::1', false],
  ['2001::1', false],
  ['2001:db8::1', false],
  ['2002:7f00:1::', false],
  ['localhost', false],
  ['', false],
];

describe('isPublicAddress', () => {
  it.for(addresses)('%s: %s', ([address, isPublic]) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});

const message = { headers: [], type: 'application/fhir+json', body: '{}', milliseconds: 2_000 };

describe('a name that leads to an address that is not public', () => {
  const resolving = (...found: readonly string[]): { readonly asked: string[]; readonly resolve: Resolve } => {
    const asked: string[] = [];
    const resolve: Resolve = (name, _options, callback) => {
      asked.push(name);
      callback(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
    return { asked, resolve };
  };

  it.for([['127.0.0.1'], ['93.184.215.14', '10.0.0.1'], ['::ffff:169.254.169.254'], []])(
    '%j is refused when it is connected to',
    async (found) => {
      const { asked, resolve } = resolving(...found);
      const sender = createSender('public', resolve);
      onTestFinished(sender.close);
      const sent = await sender.send({ ...message, endpoint: 'https://receiver.example/notify' });
      expect(sent).toEqual({ ok: false, failure: 'The endpoint does not lead to a public address.' });
      expect(asked).toEqual(['receiver.example']);
    },
  );

  it.for([
    ['10.0.0.1'],
    ['169.254.169.254'],
    ['127.0.0.1', '10.0.0.1'],
    ['fe80::1'],
    ['fd00:ec2::254'],
    ['0.0.0.0'],
    [],
  ])('in demo mode, when it is none of this machine either: %j', async (found) => {
    const { resolve } = resolving(...found);
    const sender = createSender('open', resolve);
    onTestFinished(sender.close);
    const sent = await sender.send({ ...message, endpoint: 'http://receiver.example/notify' });
    expect(sent).toEqual({ ok: false, failure: 'The endpoint does not lead to a public address.' });
  });

  it('is used in demo mode when it leads to this machine', async () => {
    const server = createServer((_request, reply) => void reply.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    const sender = createSender('open', resolving('127.0.0.1').resolve);
    onTestFinished(sender.close);
    const { port } = server.address() as AddressInfo;
    expect(await sender.send({ ...message, endpoint: `http://receiver.example:${port}/` })).toEqual({ ok: true });
  });

  it.for(['https://127.0.0.1/', 'https://[::1]/', 'https://0x7f.1/', 'http://receiver.example/'])(
    '%s is not even tried',
    async (endpoint) => {
      const { asked, resolve } = resolving('93.184.215.14');
      const sender = createSender('public', resolve);
      onTestFinished(sender.close);
      expect(await sender.send({ ...message, endpoint })).toMatchObject({ ok: false });
      expect(asked).toEqual([]);
    },
  );
});

describe('where a name leads when a subscription is asked for', () => {
  it.for([
    [['93.184.215.14'], undefined],
    [['93.184.215.14', '10.0.0.1'], /public address/],
    [['::ffff:10.0.0.1'], /public address/],
    [['fd00:ec2::254'], /public address/],
    [[], undefined],
  ] as const)('%j: %s', async ([found, problem]) => {
    const resolve = async () => {
      if (found.length === 0) throw new Error('ENOTFOUND');
      return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    };
    const told = await addressProblem('https://receiver.example/', 'public', resolve);
    if (problem === undefined) expect(told).toBeUndefined();
    else expect(told).toMatch(problem);
  });
});

describe('what a receiver can do to the sender', () => {
  it('a certificate that nobody vouches for is refused', async () => {
    const seen: string[] = [];
    const server = createTlsServer({ key, cert }, (request, reply) => {
      seen.push(request.url ?? '');
      reply.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const sender = createSender('open');
    onTestFinished(sender.close);
    const { port } = server.address() as AddressInfo;
    const sent = await sender.send({ ...message, endpoint: `https://127.0.0.1:${port}/` });
    expect(sent).toMatchObject({ ok: false, failure: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') });
    expect(seen).toEqual([]);
  });

  it('a reply without end is cut off, and its status counts', async () => {
    let written = 0;
    const server = createServer((_request, reply) => {
      const write = () => {
        if (reply.destroyed) return;
        written += 16_384;
        reply.write('x'.repeat(16_384), () => setImmediate(write));
      };
      write();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    const sender = createSender('open');
    onTestFinished(sender.close);
    const { port } = server.address() as AddressInfo;
    expect(await sender.send({ ...message, endpoint: `http://127.0.0.1:${port}/` })).toEqual({ ok: true });
    expect(written).toBeLessThan(50_000_000);
  });

  it('a redirect is a failure, and leads nowhere', async () => {
    const seen: string[] = [];
    const server = createServer((request, reply) => {
      seen.push(request.url ?? '');
      reply.writeHead(307, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    const sender = createSender('open');
    onTestFinished(sender.close);
    const { port } = server.address() as AddressInfo;
    const sent = await sender.send({ ...message, endpoint: `http://127.0.0.1:${port}/notify` });
    expect(sent).toEqual({
      ok: false,
      failure: 'The endpoint answered with a redirect (307), which is not followed.',
    });
    expect(seen).toEqual(['/notify']);
  });

  it('a wish to be left alone is heard', async () => {
    const server = createServer((_request, reply) => reply.writeHead(429, { 'retry-after': '7' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    const sender = createSender('open');
    onTestFinished(sender.close);
    const { port } = server.address() as AddressInfo;
    const sent = await sender.send({ ...message, endpoint: `http://127.0.0.1:${port}/` });
    expect(sent).toEqual({ ok: false, failure: 'The endpoint answered with status 429.', retryAfter: 7 });
  });
});

const waits: readonly (readonly [attempts: number, random: number, retryAfter: number, milliseconds: number])[] = [
  [1, 0, 0, 0],
  [1, 0.999, 0, 1_998],
  [5, 0.5, 0, 16_000],
  [10, 0.999_999, 0, 599_999],
  [500, 0.999_999, 0, 599_999],
  [1, 0, 30, 30_000],
  [1, 0, 86_400, 600_000],
];

describe('backoff', () => {
  it.for(waits)('%i failures, chance %d, asked for %i s: %i ms', ([attempts, random, retryAfter, milliseconds]) => {
    expect(backoff(attempts, random, retryAfter)).toBe(milliseconds);
  });
});
