import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the way to the server fails. `lost-reply`: the server carries out what it is asked, and its answer never arrives. */
export type Fault = 'none' | 'refused' | 'throttled' | 'broken' | 'lost-reply';

export interface FaultyServer {
  /** In place of the server's own URL. */
  readonly url: string;
  /** Applies to the requests from now on that `when` picks. */
  fail(fault: Fault, when?: (method: string, path: string) => boolean): void;
  close(): Promise<void>;
}

/** A way to a server that fails when told to: for what a real server does only on its worst days. */
export async function faultyWayTo(target: string): Promise<FaultyServer> {
  let fault: Fault = 'none';
  let concerns: (method: string, path: string) => boolean = () => true;
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    const now = concerns(incoming.method ?? '', path) ? fault : 'none';
    if (now === 'none' || now === 'lost-reply') return forward(target, incoming, outgoing, now === 'lost-reply');
    incoming.resume();
    if (now === 'refused') return void incoming.socket.destroy();
    answer(outgoing, now === 'throttled' ? 429 : 502);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    fail: (next, when = () => true) => {
      fault = next;
      concerns = when;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(outgoing: ServerResponse, status: 429 | 502): void {
  const code = status === 429 ? 'throttled' : 'transient';
  const outcome = { resourceType: 'OperationOutcome', id: code, issue: [{ severity: 'error', code }] };
  outgoing.writeHead(status, { 'content-type': 'application/fhir+json', ratelimit: '"fhirInteractions";r=0;t=1' });
  outgoing.end(JSON.stringify(outcome));
}

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse, loseReply: boolean): void {
  const url = new URL(incoming.url ?? '', target);
  const onward = send(url, { method: incoming.method, headers: { ...incoming.headers, host: url.host } }, (reply) => {
    if (loseReply) {
      reply.resume();
      reply.on('end', () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.pipe(outgoing);
  });
  onward.on('error', () => incoming.socket.destroy());
  incoming.pipe(onward);
}
