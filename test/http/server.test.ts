import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { OperationOutcome } from '@medplum/fhirtypes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { httpServer } from '../../src/http/server.ts';
import { openService } from './service.ts';

let service: Awaited<ReturnType<typeof openService>>;
let server: ReturnType<typeof httpServer>;
let port: number;
beforeAll(async () => {
  service = await openService();
  server = httpServer(service.app, (entry) => service.logged.push(entry));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await service.store.close();
});
afterEach(() => {
  service.logged.length = 0;
});

/** Sends bytes as they are, and gives all that comes back until the server ends the connection. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const errors = () => service.logged.filter((entry) => JSON.stringify(entry).includes('"level":"error"'));
const post = 'POST /fhir/Claim/$submit HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/fhir+json';

describe('what never becomes a request', () => {
  const rows: readonly (readonly [title: string, sent: string, status: number])[] = [
    ['a URL of 20,000 characters', `GET /fhir/Patient?a=${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    ['a header of 20,000 characters', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['no HTTP', 'Somebody\r\n\r\n', 400],
    ['an unknown method', 'BREW /fhir/Patient HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['no host', 'GET /fhir/metadata HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    ['a malformed host', 'GET /fhir/metadata HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n', 400],
    ['a malformed URL', 'GET http:///// HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
    ['two lengths', `${post}\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc`, 400],
    ['a malformed chunk', `${post}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc`, 400],
    ['an unknown expectation', 'GET /fhir/metadata HTTP/1.1\r\nhost: x\r\nexpect: tea\r\n\r\n', 417],
  ];
  it.for(rows)('%s is answered with an OperationOutcome', async ([, sent, status]) => {
    const [head = '', body = ''] = (await sendRaw(sent)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head.toLowerCase()).toContain('content-type: application/fhir+json');
    const outcome: OperationOutcome = JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1));
    expect(outcome).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] });
    expect(errors()).toEqual([]);
    expect(JSON.stringify(service.logged)).not.toContain('Somebody');
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
  });

  it('after an answered request on the same connection: both are answered', async () => {
    const answer = await sendRaw('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\nBREW / HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toContain('HTTP/1.1 400');
  });
});

describe('a body that is cut off', () => {
  const half = '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","name":[{"family":"Somebody"';
  it.for([
    ['by its length', `${post}\r\ncontent-length: 5000\r\n\r\n${half}`],
    ['in a chunk', `${post}\r\ntransfer-encoding: chunked\r\n\r\n1388\r\n${half}`],
  ])('%s is the client’s doing: logged, and not as an error', async ([, sent = '']) => {
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(sent, () => setTimeout(() => socket.destroy(), 50)));
      socket.on('close', () => resolve());
    });
    await expect.poll(() => service.logged).toMatchObject([{ level: 'info', message: 'request', status: 400 }]);
    expect(JSON.stringify(service.logged)).not.toMatch(/Somebody|frames/);
  });
});
