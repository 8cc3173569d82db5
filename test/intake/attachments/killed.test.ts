import { expect, test } from 'vitest';
import { loadDemoPlan } from '../../../src/demoPlan.ts';
import { createApp } from '../../../src/http/app.ts';
import { sweep } from '../../../src/intake/sweep.ts';
import { openEmbeddedStore } from '../../../src/store/index.ts';
import { contextOf, later, openEmbedded } from '../harness.ts';
import { type Server, startServer, temporaryDirectory } from '../processes.ts';
import {
  type AskedCase,
  askedCase,
  attachmentsOf,
  attachmentsStored,
  coded,
  consult,
  echo,
  stored,
} from './support.ts';

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

/** A case in a directory whose reviewer asked for two documents. */
async function caseIn(directory: string): Promise<AskedCase> {
  const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
  try {
    await loadDemoPlan(store.client);
    const intake = contextOf(store.client);
    const app = createApp({ store, intake, log: () => {}, localSecret: 'a-secret-for-tests' });
    return await askedCase({ app, store }, [coded(echo), coded(consult)]);
  } finally {
    await store.close();
  }
}

/** How many documents, answered requests and lines on the reviewer's Task there are; and Tasks to find a case. */
async function filedIn(directory: string, { task }: AskedCase): Promise<readonly number[]> {
  const intake = await openEmbedded(directory);
  try {
    const store = { store: { client: intake.client } };
    const requests = await stored(store, 'CommunicationRequest', { status: 'completed' });
    const { input = [] } = await intake.client.readResource('Task', task.id);
    const shown = input.filter(({ type }) => type.coding?.[0]?.code === 'attachment');
    const unidentified = await stored(store, 'Task', identifyCase);
    return [(await attachmentsStored(store)).length, requests.length, shown.length, unidentified.length];
  } finally {
    await intake.close();
  }
}

test.each([
  { moment: 'before', left: [0, 0, 0, 0] },
  { moment: 'after', left: [1, 1, 1, 0] },
] as const)(
  'a server killed $moment it has put attachments with their case: the same bytes again make it once',
  { timeout: 240_000 },
  async ({ moment, left }) => {
    const directory = temporaryDirectory();
    const open = await caseIn(directory);
    const body = attachmentsOf({ tracking: open.tracking(), member: open.member });
    const server = await startServer(directory, moment);
    await expect(post(server, body)).rejects.toThrow('fetch failed');
    expect(await server.ended).toBe('SIGKILL');
    expect(await filedIn(directory, open)).toEqual(left);
    const again = await startServer(directory);
    const reply = await post(again, body);
    expect(await reply.text()).toContain(`put with ClaimResponse/${open.responseId}`);
    await again.stop('SIGTERM');
    expect(await filedIn(directory, open)).toEqual([1, 1, 1, 0]);
  },
);
