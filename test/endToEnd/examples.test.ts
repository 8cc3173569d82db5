import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectations } from '../examples/examples.ts';
import { actionsOf, claimResponseIn, example, search, submit } from '../support/fhirHttp.ts';
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

describe('every example of the demo plan is answered as the table says', () => {
  it.for(expectations.map((expected) => [expected.row, expected.file, expected] as const))(
    'row %i: %s',
    async ([, , expected]) => {
      const reply = await submit(server.url, example(expected.file));
      expect(reply.status, JSON.stringify(reply.body)).toBe(expected.status);
      if (reply.status !== 200) {
        expect(reply.body.resourceType).toBe('OperationOutcome');
        return;
      }
      const response = claimResponseIn(reply);
      expect({
        outcome: response.outcome,
        items: actionsOf(response),
        errors: (response.error ?? []).map(({ code }) => code.coding?.[0]?.code),
      }).toEqual({ outcome: expected.outcome, items: expected.items, errors: expected.errors });
      const tasks = await search(server.url, 'Task', `focus=ClaimResponse/${response.id}`);
      expect(tasks.map(({ code }) => code?.coding?.[0]?.code).sort()).toEqual([...expected.tasks].sort());
      expect(tasks.every(({ priority }) => priority === expected.urgency)).toBe(true);
    },
  );

  it('reads back the ClaimResponse of an answer', async () => {
    const response = claimResponseIn(await submit(server.url, example('requests/4-service-date-past.json')));
    const read = await fetch(`${server.url}/fhir/ClaimResponse/${response.id}`);
    expect(read.status).toBe(200);
    expect(await read.json()).toMatchObject({
      resourceType: 'ClaimResponse',
      outcome: 'complete',
      item: [{ itemSequence: 1 }],
    });
  });
});
