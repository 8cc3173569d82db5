import { isResource } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';

interface Remembered {
  /** When it was asked for, in milliseconds of the clock. */
  readonly askedAt: number;
  readonly answer: Promise<Answer>;
  /** Types of the resources it rests on. */
  types: ReadonlySet<string>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The reads that a client lets be remembered, as far as they are. */
export interface ReadMemory {
  /** A fetch that answers from the memory where the request allows it, and forgets what its writes may have changed. */
  over(send: typeof fetch): typeof fetch;
}

/** Of more answers than these the oldest go. */
const mostRemembered = 200;

/**
 * Remembers searches by URL. One that says `Cache-Control: max-age` (RFC 9111, 5.2.1.1) gets what was brought no longer ago
 * than this many seconds, counted from when it was asked for; one that does not is always sent. Those that ask the same at
 * once are sent as one. A failure is not remembered. Other processes' writes show when the age has passed; a write through
 * this memory makes it forget every answer that holds a resource of that type.
 * @param base - absolute FHIR base with a trailing slash
 * @param now - milliseconds of a clock that only goes forward
 */
export function openReadMemory(base: string, now: () => number = () => performance.now()): ReadMemory {
  const memory = new Map<string, Remembered>();

  const read = async (send: typeof fetch, url: string, init: RequestInit, maxAge: number): Promise<Response> => {
    const found = memory.get(url);
    const remembered = found && now() - found.askedAt <= maxAge * 1000 ? found : ask(send, url, init);
    const { status, text } = await remembered.answer;
    return new Response(text, { status, headers: { 'content-type': 'application/fhir+json' } });
  };

  const ask = (send: typeof fetch, url: string, init: RequestInit): Remembered => {
    const answer = send(url, init).then(async (response) => ({ status: response.status, text: await response.text() }));
    const asked: Remembered = { askedAt: now(), answer, types: typesIn(url) };
    const drop = () => {
      if (memory.get(url) === asked) memory.delete(url);
    };
    answer.then(({ status, text }) => {
      if (status === 200) asked.types = typesIn(url + text);
      else drop();
    }, drop);
    // Anew at the end: the first are the oldest.
    memory.delete(url);
    memory.set(url, asked);
    for (const oldest of [...memory.keys()].slice(0, -mostRemembered)) memory.delete(oldest);
    return asked;
  };

  const forget = (types: readonly string[]) => {
    for (const [url, remembered] of memory) if (types.some((type) => remembered.types.has(type))) memory.delete(url);
  };

  const over = (send: typeof fetch): typeof fetch => {
    return async (input, init = {}) => {
      const url = String(input);
      if (!url.startsWith(base.replace(/\/$/, ''))) return send(input, init);
      if ((init.method ?? 'GET') === 'GET') {
        const maxAge = maxAgeOf(init);
        return maxAge > 0 ? read(send, url, init, maxAge) : send(input, init);
      }
      try {
        return await send(input, init);
      } finally {
        if (memory.size > 0) forget(writtenTypes(url.slice(base.length), init.body));
      }
    };
  };
  return { over };
}

function maxAgeOf({ headers }: RequestInit): number {
  const directive = new Headers(headers).get('cache-control') ?? '';
  return Number(/\bmax-age=(\d+)/.exec(directive)?.[1] ?? 0);
}

/** Names of resource types in a search or in what it brought. Too many do no harm: then more is forgotten. */
function typesIn(text: string): ReadonlySet<string> {
  const named = text.matchAll(/"resourceType":"(\w+)"|[/=]([A-Z]\w+)(?:[?:]|%3A)/g);
  return new Set([...named].flatMap(([, resource, asked]) => resource ?? asked ?? []));
}

/** Types of the resources a request writes: of its URL, or of a Bundle's entries. */
function writtenTypes(path: string, body: RequestInit['body']): readonly string[] {
  const [type = ''] = path.split(/[/?]/);
  if (type !== '') return [type];
  const bundle: unknown = typeof body === 'string' ? JSON.parse(body) : undefined;
  if (!isResource<Bundle>(bundle, 'Bundle')) return [];
  return (bundle.entry ?? []).flatMap(({ request }) =>
    request && request.method !== 'GET' ? (request.url.split(/[/?]/)[0] ?? []) : [],
  );
}
