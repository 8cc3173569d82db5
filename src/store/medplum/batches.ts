import type { Bundle, BundleEntry } from '@medplum/fhirtypes';

/** Which requests go together, and how many. */
export interface Batching {
  /** Which requests; all others go as they are. */
  readonly concerns: (path: string, init: RequestInit) => boolean;
  /** The entry that says the same as a request. */
  readonly entryOf: (path: string, init: RequestInit) => BundleEntry;
  /** Milliseconds in which requests are gathered; absent: one that nothing is ahead of goes at once. */
  readonly gatherFor?: number;
  /** So many are under way at a time; what comes meanwhile goes together when one of them is back. */
  readonly underWay: number;
  readonly mostEntries: number;
}

interface Waiting {
  /** Below the base. */
  readonly path: string;
  readonly init: RequestInit;
  readonly answer: (response: Response) => void;
  readonly fail: (error: unknown) => void;
}

/** Below the 1 MB of a body that a Medplum server takes. */
const mostBytes = 700_000;

/**
 * A fetch that sends some requests as batches of type `batch`, whose entries a server carries out each for itself, and
 * everything else as it is: to log in once for many of them costs a server less. Core has the like for reads
 * (autoBatchTime), but there a batch that fails leaves its reads waiting for ever and ends the process.
 * @param base - absolute FHIR base with a trailing slash
 */
export function batches(send: typeof fetch, base: string, batching: Batching): typeof fetch {
  const waiting: Waiting[] = [];
  let [underWay, isGathering] = [0, false];

  const sendWaiting = () => {
    isGathering = false;
    while (waiting.length > 0 && underWay < batching.underWay) {
      const group = take(waiting, batching.mostEntries);
      underWay += 1;
      sendGroup(send, base, batching, group)
        .catch((error: unknown) => {
          for (const { fail } of group) fail(error);
        })
        .finally(() => {
          underWay -= 1;
          if (!isGathering) sendWaiting();
        });
    }
  };

  return (input, init = {}) => {
    const url = String(input);
    const path = url.slice(base.length);
    if (!url.startsWith(base) || !batching.concerns(path, init)) return send(input, init);
    return new Promise((answer, fail) => {
      waiting.push({ path, init, answer, fail });
      if (isGathering) return;
      if (batching.gatherFor === undefined) return sendWaiting();
      isGathering = true;
      setTimeout(sendWaiting, batching.gatherFor);
    });
  };
}

function take(waiting: Waiting[], mostEntries: number): Waiting[] {
  let [count, bytes] = [0, 0];
  for (const { init } of waiting.slice(0, mostEntries)) {
    bytes += typeof init.body === 'string' ? init.body.length : 0;
    if (count > 0 && bytes > mostBytes) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

async function sendGroup(
  send: typeof fetch,
  base: string,
  { entryOf }: Batching,
  group: readonly Waiting[],
): Promise<void> {
  const [first] = group;
  if (first && group.length === 1) return first.answer(await send(base + first.path, first.init));
  const entry = group.map(({ path, init }) => entryOf(path, init));
  const batch: Bundle = { resourceType: 'Bundle', type: 'batch', entry };
  const headers = new Headers({ accept: 'application/fhir+json', 'content-type': 'application/fhir+json' });
  const authorization = new Headers(first?.init.headers).get('authorization');
  if (authorization) headers.set('authorization', authorization);
  const response = await send(base.replace(/\/$/, ''), { method: 'POST', headers, body: JSON.stringify(batch) });
  const text = await response.text();
  // What refuses the batch, e.g. an expired token, refuses each of its entries.
  const answers: Bundle = response.ok ? JSON.parse(text) : { resourceType: 'Bundle', type: 'batch-response' };
  for (const [index, { answer }] of group.entries()) {
    const given = answers.entry?.[index];
    answer(given?.response ? responseOf(given, base) : new Response(text, { status: response.status }));
  }
}

function responseOf({ response, resource }: BundleEntry, base: string): Response {
  const headers = new Headers({ 'content-type': 'application/fhir+json' });
  if (response?.location) headers.set('location', new URL(response.location, base).toString());
  if (resource?.meta?.versionId) headers.set('etag', `W/"${resource.meta.versionId}"`);
  const body = JSON.stringify(resource ?? response?.outcome);
  return new Response(body, { status: Number.parseInt(response?.status ?? '500', 10), headers });
}
