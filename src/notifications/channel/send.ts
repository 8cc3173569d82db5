import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { endpointProblem, type Reach } from './endpoint.ts';
import type { Header } from './header.ts';
import { lookupWithin, type Resolve } from './publicLookup.ts';

export interface Message {
  readonly endpoint: string;
  readonly headers: readonly Header[];
  /** Content-Type. */
  readonly type: string;
  readonly body: string;
  /** For everything, from looking up the name to the last byte of the reply. */
  readonly milliseconds: number;
  readonly signal?: AbortSignal;
}

/** `failure` names neither the endpoint nor anything that was sent or received. */
export type Sent =
  | { readonly ok: true }
  | { readonly ok: false; readonly failure: string; readonly retryAfter?: number };

export interface Sender {
  send(message: Message): Promise<Sent>;
  close(): void;
}

/** Bytes of a reply that are read, and thrown away; what is longer is cut off. */
const replyLimit = 64 * 1024;

/**
 * Sends by POST and follows no redirect. Whole 2xx replies are success; everything else is a failure in words.
 * @param resolve - in place of the system's name resolution
 */
export function createSender(reach: Reach, resolve?: Resolve): Sender {
  const options = { keepAlive: true, lookup: lookupWithin(reach, resolve) };
  const agents = { http: new HttpAgent(options), https: new HttpsAgent(options) };
  return {
    send: async (message) => {
      const problem = endpointProblem(message.endpoint, reach);
      if (problem !== undefined) return { ok: false, failure: problem };
      const first = await post(message, agents);
      // A connection that was kept may have been closed by the other side just when it was taken up again.
      return first === 'stale' ? retried(await post(message, agents)) : first;
    },
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function retried(outcome: Sent | 'stale'): Sent {
  return outcome === 'stale'
    ? { ok: false, failure: 'The connection was closed before a reply (ECONNRESET).' }
    : outcome;
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

function post(message: Message, agents: Agents): Promise<Sent | 'stale'> {
  const url = new URL(message.endpoint);
  const secure = url.protocol === 'https:';
  const bytes = Buffer.from(message.body);
  const timeout = AbortSignal.timeout(message.milliseconds);
  const signal = message.signal ? AbortSignal.any([message.signal, timeout]) : timeout;
  return new Promise((resolve) => {
    const options = {
      method: 'POST',
      agent: secure ? agents.https : agents.http,
      headers: [
        ...['Host', url.host, 'Content-Type', message.type, 'Content-Length', String(bytes.length)],
        ...message.headers.flatMap(({ name, value }) => [name, value]),
      ],
      signal,
    };
    const outgoing: ClientRequest = (secure ? httpsRequest : httpRequest)(url, options, (reply) => {
      read(reply).then(resolve, (error: unknown) => resolve(failed(error, timeout)));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      resolve(outgoing.reusedSocket && error.code === 'ECONNRESET' ? 'stale' : failed(error, timeout));
    });
    outgoing.end(bytes);
  });
}

async function read(reply: IncomingMessage): Promise<Sent> {
  let size = 0;
  for await (const chunk of reply) {
    size += Buffer.byteLength(chunk);
    // Leaving the loop closes the connection.
    if (size > replyLimit) break;
  }
  const status = reply.statusCode ?? 0;
  if (status >= 200 && status < 300) return { ok: true };
  const seconds = Number(reply.headers['retry-after']);
  return {
    ok: false,
    failure:
      status >= 300 && status < 400
        ? `The endpoint answered with a redirect (${status}), which is not followed.`
        : `The endpoint answered with status ${status}.`,
    ...(Number.isSafeInteger(seconds) && seconds > 0 ? { retryAfter: seconds } : {}),
  };
}

/** Messages of Node may quote host and certificate, so only the code is told. */
function failed(error: unknown, timeout: AbortSignal): Sent {
  if (timeout.aborted) return { ok: false, failure: 'The endpoint did not answer in time.' };
  const { code, name } = error as NodeJS.ErrnoException;
  if (code === 'ADDRESS_NOT_PUBLIC') return { ok: false, failure: 'The endpoint does not lead to a public address.' };
  const told = typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : name;
  return { ok: false, failure: `The endpoint cannot be reached, or closed the connection (${told}).` };
}
