import { badRequest, OperationOutcomeError } from '@medplum/core';
import { expect, onTestFinished, test } from 'vitest';
import { receive } from '../../../src/intake/receive.ts';
import { sweep } from '../../../src/intake/sweep.ts';
import { encode, later, openEmbedded, sender } from '../harness.ts';
import { wrappedClient } from '../wrappedClient.ts';
import { attachmentsOf, attachmentsStored, stored } from './support.ts';

const minute = { seconds: 61 };

/** Attachments that were received, and nobody files. */
async function leftBehind() {
  const intake = await openEmbedded();
  onTestFinished(() => intake.close());
  const body = encode(JSON.parse(attachmentsOf({ tracking: 'ATT000000000000', member: { value: 'M-1' } })));
  const received = Temporal.Now.instant();
  const arrival = { key: 'attachment|left', channel: 'submit-attachment', client: sender, received, body } as const;
  const receipt = await receive(intake.client, arrival);
  const status = async () =>
    (await intake.client.readResource('Communication', receipt.id, { cache: 'reload' })).status;
  const counts = async () => {
    const store = { store: { client: intake.client } };
    const code = 'https://w3id.org/second-opinion/CodeSystem/task|identify-case';
    return [(await attachmentsStored(store)).length, (await stored(store, 'Task', { code })).length];
  };
  return { ...intake, status, counts };
}

test.each([
  { seconds: 1, status: 'in-progress', counts: [0, 0] },
  { seconds: 55, status: 'in-progress', counts: [0, 0] },
  { seconds: 61, status: 'completed', counts: [1, 1] },
])('attachments in progress for $seconds s: $status, however often it sweeps', async (row) => {
  const { context, status, counts } = await leftBehind();
  const at = later(context, { seconds: row.seconds });
  await Promise.all([sweep(at), sweep(at), sweep(at)]);
  await sweep(at);
  expect([await status(), await counts()]).toEqual([row.status, row.counts]);
});

test('attachments that fail five times are put on hold, with one Task for people', async () => {
  const { client, context, status, counts } = await leftBehind();
  let tries = 0;
  const refusing = wrappedClient(client, async ({ parameters, proceed }) => {
    if (!JSON.stringify(parameters).includes('"resourceType":"DocumentReference"')) return proceed();
    tries += 1;
    throw new OperationOutcomeError(badRequest('Refused by the test'));
  });
  const statuses: (string | undefined)[] = [];
  for (let run = 0; run < 8; run += 1) {
    await sweep(later({ ...context, client: refusing }, minute)).catch(() => {});
    statuses.push(await status());
  }
  expect(statuses).toEqual([...Array(5).fill('in-progress'), ...Array(3).fill('on-hold')]);
  expect(tries).toBe(5);
  expect(await counts()).toEqual([0, 1]);
});
