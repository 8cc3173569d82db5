import type { Bundle } from '@medplum/fhirtypes';

interface WaitingRead {
  readonly url: string;
  readonly init: RequestInit;
  readonly answer: (response: Response) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * A fetch that sends the searches of one moment as one batch, and everything else as it is. Core has the like
 * (autoBatchTime), but there a batch that fails leaves its reads waiting for ever and ends the process.
 * @param base - absolute FHIR base with a trailing slash
 * @param milliseconds - how long searches are gathered
 */
export function batchedReads(send: typeof fetch, base: string, milliseconds: number): typeof fetch {
  let waiting: WaitingRead[] = [];
  const sendWaiting = () => {
    const reads = waiting;
    waiting = [];
    const [only] = reads;
    const sent = only && reads.length === 1 ? sendOne(send, only) : sendBatch(send, base, reads);
    sent.catch((error: unknown) => {
      for (const { fail } of reads) fail(error);
    });
  };
  return (input, init = {}) => {
    const url = String(input);
    if ((init.method ?? 'GET') !== 'GET' || !url.startsWith(base) || !url.includes('?')) return send(input, init);
    return new Promise((answer, fail) => {
      waiting.push({ url, init, answer, fail });
      if (waiting.length === 1) setTimeout(sendWaiting, milliseconds);
    });
  };
}

async function sendOne(send: typeof fetch, { url, init, answer }: WaitingRead): Promise<void> {
  answer(await send(url, init));
}

async function sendBatch(send: typeof fetch, base: string, reads: readonly WaitingRead[]): Promise<void> {
  const entry = reads.map(({ url }) => ({ request: { method: 'GET' as const, url: url.slice(base.length) } }));
  const batch: Bundle = { resourceType: 'Bundle', type: 'batch', entry };
  const headers = new Headers(reads[0]?.init.headers);
  headers.set('content-type', 'application/fhir+json');
  const response = await send(base.replace(/\/$/, ''), { method: 'POST', headers, body: JSON.stringify(batch) });
  const text = await response.text();
  // What refuses the batch, e.g. an expired token, refuses each of its reads.
  const answers: Bundle = response.ok ? JSON.parse(text) : { resourceType: 'Bundle', type: 'batch-response' };
  for (const [index, { answer }] of reads.entries()) {
    const { resource, response: given } = answers.entry?.[index] ?? {};
    const body = given ? JSON.stringify(resource ?? given.outcome) : text;
    const status = given ? Number.parseInt(given.status, 10) : response.status;
    answer(new Response(body, { status, headers: { 'content-type': 'application/fhir+json' } }));
  }
}
