import type { ServiceRequest, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsOf, example, post, search } from '../support/fhirHttp.ts';
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

/** Asks again until there is an answer; a bot answers within a second or so. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('There was no answer within ten seconds');
}

describe('a ServiceRequest that asks for a second opinion opens a case', () => {
  it('out of network, everything proven: approved, and both notices are open', async () => {
    const created = await post(
      `${server.url}/fhir/ServiceRequest`,
      example('service-requests/out-of-network-heart-failure.json'),
    );
    expect(created.status, JSON.stringify(created.body)).toBe(201);
    const request = created.body as ServiceRequest;
    const tasks = await eventually(async () => {
      const found = await search(server.url, 'Task', `based-on=ServiceRequest/${request.id}`);
      return found.length === 2 ? found : undefined;
    });
    expect(tasks.map(codeAndStatus).sort()).toEqual(['notify-member requested', 'notify-provider requested']);
    const [response] = await search(server.url, 'ClaimResponse', `_id=${tasks[0]?.focus?.reference?.split('/')[1]}`);
    expect(response && actionsOf(response)).toEqual([{ sequence: 1, action: 'A1' }]);
    expect(response?.created).toBe(tasks[0]?.authoredOn);
  });

  it('without a signal: nothing', async () => {
    const { reasonCode: _reasons, ...plain } = JSON.parse(
      new TextDecoder().decode(example('service-requests/out-of-network-heart-failure.json')),
    );
    const created = await post(`${server.url}/fhir/ServiceRequest`, JSON.stringify(plain));
    expect(created.status).toBe(201);
    const tagged = await eventually(async () => {
      const [found] = await search(server.url, 'ServiceRequest', `_id=${created.body.id}`);
      return found?.meta?.tag?.[0]?.code;
    });
    expect(tagged).toBe('no-second-opinion-signal');
    expect(await search(server.url, 'Task', `based-on=ServiceRequest/${created.body.id}`)).toEqual([]);
  });
});

function codeAndStatus({ code, status }: Task): string {
  return `${code?.coding?.[0]?.code} ${status}`;
}
