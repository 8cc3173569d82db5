import { expect, test } from 'vitest';
import { sweep } from '../../../src/intake/sweep.ts';
import { later, openEmbedded } from '../harness.ts';
import { type Server, startServer, temporaryDirectory } from '../processes.ts';
import { attachmentsOf, attachmentsStored, stored } from './support.ts';

const identifyCase = { code: 'https://w3id.org/second-opinion/CodeSystem/task|identify-case' };

function post({ url, token }: Server, body: string): Promise<Response> {
  const headers = { 'content-type': 'application/fhir+json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
  return fetch(`${url}/fhir/$submit-attachment`, { method: 'POST', body, headers });
}

/** How many documents and Tasks a stopped store holds; swept before, where that is asked for. */
async function held(directory: string, isSwept = false): Promise<readonly number[]> {
  const intake = await openEmbedded(directory);
  try {
    if (isSwept) await sweep(later(intake.context, { seconds: 61 }));
    const store = { store: { client: intake.client } };
    return [(await attachmentsStored(store)).length, (await stored(store, 'Task', identifyCase)).length];
  } finally {
    await intake.close();
  }
}

test.each([
  { point: 'between receipt and filing', moment: 'before', left: [0, 0] },
  { point: 'after filing, before the reply', moment: 'after', left: [1, 1] },
] as const)(
  'a server killed $point: the sweep files it once, the same bytes again change nothing',
  { timeout: 240_000 },
  async ({ moment, left }) => {
    const directory = temporaryDirectory();
    const body = attachmentsOf({ tracking: 'ATT000000000000', member: { value: 'M-1' } });
    const server = await startServer(directory, moment);
    await expect(post(server, body)).rejects.toThrow('fetch failed');
    expect(await server.ended).toBe('SIGKILL');
    expect(await held(directory)).toEqual(left);
    expect(await held(directory, true)).toEqual([1, 1]);
    const again = await startServer(directory);
    const reply = await post(again, body);
    expect(reply.status, await reply.clone().text()).toBe(200);
    await again.stop('SIGTERM');
    expect(await held(directory)).toEqual([1, 1]);
  },
);
