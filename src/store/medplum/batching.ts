import type { Batching } from './batches.ts';

/**
 * Searches: what is looked up at once is one call, and so is what requests that are answered at the same time look up while
 * the server is busy.
 */
export const searches: Batching = {
  concerns: (path, { method = 'GET' }) => method === 'GET' && path.includes('?'),
  entryOf: (path) => ({ request: { method: 'GET', url: path } }),
  gatherFor: 2,
  underWay: 2,
  mostEntries: 20,
};

/**
 * Conditional creates, one lot after another. The server searches and creates in one serializable transaction, and two of
 * these at a time conflict whatever they are about: it would carry out one of them twice, after a pause, or refuse it. Those
 * of other processes are still at once with ours; what conflicts is repeated.
 */
export const conditionalCreates: Batching = {
  concerns: (_path, { method, headers }) => method === 'POST' && condition(headers) !== undefined,
  entryOf: (path, { headers, body }) => ({
    resource: JSON.parse(String(body)),
    request: { method: 'POST', url: path, ifNoneExist: condition(headers) },
  }),
  underWay: 1,
  mostEntries: 8,
};

function condition(headers: RequestInit['headers']): string | undefined {
  return new Headers(headers).get('if-none-exist') ?? undefined;
}
