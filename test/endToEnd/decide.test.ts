import type { Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parametersOf, partsOf, people } from '../intake/decision/support.ts';
import { actionsOf, claimResponseIn, example, outcomeIn, post, search, submit } from '../support/fhirHttp.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../support/server.ts';

const directory = temporaryDirectory();
let server: RunningServer;

beforeAll(async () => {
  server = await startServer(directory.path);
});
afterAll(async () => {
  await server.stop();
  directory.remove();
});

const codeAndStatus = ({ code, status }: Task) => `${code?.coding?.[0]?.code} ${status}`;
const denial = { decision: 'deny', reviewer: people.physician, reason: 'Criterion VI.B is not met.' };

describe('a person decides what software may not', () => {
  it('a pended request is denied, read, sent again as it stands, and not decided twice', async () => {
    const body = example('requests/10-not-enrolled.json');
    const pended = claimResponseIn(await submit(server.url, body));
    expect(actionsOf(pended)).toEqual([{ sequence: 1, action: 'A4' }]);
    const [review] = await search(server.url, 'Task', `focus=ClaimResponse/${pended.id}`);
    const url = `${server.url}/fhir/Task/${review?.id}/$decide`;

    const byNurse = await post(url, parametersOf({ ...denial, reviewer: people.nurse }));
    expect([byNurse.status, outcomeIn(byNurse).issue[0]?.code]).toEqual([403, 'forbidden']);

    const reply = await post(url, parametersOf(denial));
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    const denied = claimResponseIn(reply);
    expect(actionsOf(denied)).toEqual([{ sequence: 1, action: 'A3' }]);

    const again = claimResponseIn(await submit(server.url, body));
    expect(again).toEqual(denied);
    const tasks = await search(server.url, 'Task', `focus=ClaimResponse/${pended.id}`);
    expect(tasks.map(codeAndStatus).sort()).toEqual([
      'notify-member requested',
      'notify-provider requested',
      'review completed',
    ]);
    expect((await post(url, parametersOf(denial))).status).toBe(409);
  });

  it('by a plain update of the Task: the bot decides, within seconds', async () => {
    const pended = claimResponseIn(await submit(server.url, example('requests/10-licence-lapsed.json')));
    const [review] = await search(server.url, 'Task', `focus=ClaimResponse/${pended.id}`);
    const output = partsOf(denial).map(({ name, ...value }) => ({
      type: { coding: [{ system: 'https://w3id.org/second-opinion/CodeSystem/decision', code: name }] },
      ...value,
    }));
    const reply = await fetch(`${server.url}/fhir/Task/${review?.id}`, {
      method: 'PUT',
      body: JSON.stringify({ ...review, status: 'completed', output }),
      headers: { 'content-type': 'application/fhir+json', 'if-match': `W/"${review?.meta?.versionId}"` },
    });
    expect(reply.status).toBe(200);
    const denied = await vi.waitUntil(
      async () => {
        const [now] = await search(server.url, 'ClaimResponse', `_id=${pended.id}`);
        return now && actionsOf(now)[0]?.action === 'A3' ? now : undefined;
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(actionsOf(denied)).toEqual([{ sequence: 1, action: 'A3' }]);
  });

  it('the decision survives a kill', async () => {
    const pended = claimResponseIn(await submit(server.url, example('requests/10-suspended.json')));
    const [review] = await search(server.url, 'Task', `focus=ClaimResponse/${pended.id}`);
    const path = `/fhir/Task/${review?.id}/$decide`;
    expect((await post(`${server.url}${path}`, parametersOf(denial))).status).toBe(200);
    await server.kill();
    server = await startServer(directory.path);
    const [denied] = await search(server.url, 'ClaimResponse', `_id=${pended.id}`);
    expect(denied && actionsOf(denied)).toEqual([{ sequence: 1, action: 'A3' }]);
    expect((await post(`${server.url}${path}`, parametersOf(denial))).status).toBe(409);
  });
});
