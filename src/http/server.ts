import { createServer, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import type { StoreLog } from '../store/embedded/incident.ts';
import { fhirJson, outcomeReply } from './fhirReply.ts';
import { type OutcomeReply, outcome, toOutcome } from './outcome.ts';

const malformed: OutcomeReply = {
  status: 400,
  outcome: outcome('structure', 'This is not a well-formed HTTP/1.1 request.'),
};

/** What Node refuses before it is a request, by the code of its error. */
const refusals: Readonly<Record<string, OutcomeReply>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    outcome: outcome('too-long', 'The URL and the headers are too long. Search by POST to _search, with a body.'),
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, outcome: outcome('too-long', 'The chunk extensions are too long.') },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    outcome: outcome('timeout', 'The request did not come to its end in time.'),
  },
};

const expectationUnknown: OutcomeReply = {
  status: 417,
  outcome: outcome('not-supported', 'The only expectation that is met is 100-continue.'),
};

/** The app as an HTTP server that is yet to listen. What never becomes a request is answered with an OperationOutcome too. */
export function httpServer(app: Pick<Hono, 'fetch'>, log: StoreLog): Server {
  const listener = getRequestListener(app.fetch, {
    errorHandler: (error) => outcomeReply(error instanceof RequestError ? malformed : toOutcome(error, log)),
  });
  // A request without a host is then answered by the listener, with more than an empty body.
  const server = createServer({ requireHostHeader: false }, listener);
  const responses = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, response) => responses.set(socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const response = responses.get(socket);
    const isPending = response?.writableEnded === false;
    if (!socket.writable || (isPending && response.headersSent)) return socket.destroy();
    const refusal = refusals[error.code ?? ''] ?? malformed;
    // Of a request whose body fails there is a line already.
    if (!isPending) log({ level: 'info', message: 'no request', code: error.code, status: refusal.status });
    socket.end(written(refusal), () => socket.destroy());
  });
  server.on('checkExpectation', (_request, response) => {
    const { status, outcome: body } = expectationUnknown;
    response.writeHead(status, { 'content-type': fhirJson, connection: 'close' }).end(JSON.stringify(body));
  });
  return server;
}

/** A whole HTTP response, for a socket on which there is no request to respond to. */
function written({ status, outcome: body }: OutcomeReply): string {
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    `Content-Type: ${fhirJson}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}
