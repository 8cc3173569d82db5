import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Bundle, Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { onTestFinished } from 'vitest';

/** One notification as it arrived. */
export interface Arrival {
  readonly headers: IncomingMessage['headers'];
  readonly path: string;
  readonly bundle: Bundle;
  readonly type: string;
  /** Numbers of the events in it. */
  readonly events: readonly number[];
}

/** What a receiver does with a request: true, it takes it; false, it has answered, or will never, by itself. */
export type Behaviour = (request: IncomingMessage, reply: ServerResponse, arrival: Arrival) => boolean;

export interface Receiver {
  readonly url: string;
  /** What was taken, in the order in which it was. */
  readonly taken: readonly Arrival[];
  /** Everything that arrived. */
  readonly arrived: readonly Arrival[];
  behave(behaviour: Behaviour): void;
  /** Closes its port, and opens the same again. */
  close(): Promise<void>;
  open(): Promise<void>;
  /** Most requests that were under way at the same time. */
  readonly most: () => number;
}

const takeAll: Behaviour = () => true;

/**
 * A rest-hook endpoint on a free port.
 * @param atEnd - takes what closes it; absent: it goes with the test
 * @param tls - speaks TLS with this certificate
 */
export async function openReceiver(
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
  tls?: { readonly key: string; readonly cert: string },
): Promise<Receiver> {
  const taken: Arrival[] = [];
  const arrived: Arrival[] = [];
  let behaviour = takeAll;
  let running = 0;
  let most = 0;
  let port = 0;
  const answer = async (request: IncomingMessage, reply: ServerResponse) => {
    running += 1;
    most = Math.max(most, running);
    reply.on('close', () => {
      running -= 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const arrival = readArrival(request, Buffer.concat(chunks).toString());
    arrived.push(arrival);
    if (!behaviour(request, reply, arrival)) return;
    taken.push(arrival);
    reply.writeHead(200, { 'content-type': 'text/plain' });
    reply.end('taken');
  };
  const listener = (request: IncomingMessage, reply: ServerResponse) =>
    void answer(request, reply).catch(() => reply.destroy());
  let server: Server | TlsServer = createServer();
  const open = async () => {
    server = tls ? createTlsServer(tls, listener) : createServer(listener);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await open();
  atEnd(() => close());
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/notify`,
    taken,
    arrived,
    behave: (next) => {
      behaviour = next;
    },
    close,
    open,
    most: () => most,
  };
}

function readArrival(request: IncomingMessage, body: string): Arrival {
  const bundle: Bundle = JSON.parse(body);
  const status = statusIn(bundle);
  return {
    headers: request.headers,
    path: request.url ?? '',
    bundle,
    type: part(status.parameter, 'type')?.valueCode ?? '',
    events: (status.parameter ?? [])
      .filter(({ name }) => name === 'notification-event')
      .map((event) => Number(part(event.part, 'event-number')?.valueString)),
  };
}

/** The SubscriptionStatus of a notification. */
export function statusIn(bundle: Bundle): Parameters {
  const first = bundle.entry?.[0]?.resource;
  if (first?.resourceType === 'Parameters') return first;
  throw new Error('The notification begins with something else than its status');
}

export function part(
  parameters: readonly ParametersParameter[] | undefined,
  name: string,
): ParametersParameter | undefined {
  return parameters?.find((each) => each.name === name);
}

/** The numbers of the events that arrivals hold, in order. */
export function numbersIn(arrivals: readonly Arrival[]): readonly number[] {
  return arrivals.flatMap(({ events }) => events);
}

/** Numbers in the order in which each was taken first. */
export function firstTaken(arrivals: readonly Arrival[]): readonly number[] {
  return [...new Set(numbersIn(arrivals))];
}
