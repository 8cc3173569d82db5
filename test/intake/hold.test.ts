import type { Task } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import type { IntakeContext } from '../../src/intake/context.ts';
import { recordDecision } from '../../src/intake/decision/recordDecision.ts';
import { receive } from '../../src/intake/receive.ts';
import { sweep } from '../../src/intake/sweep.ts';
import { caseOf, census, keyOf, once } from './cases.ts';
import { answerTo, intakeStores, later, message, type OpenIntake, openForTest, sender } from './harness.ts';

const example = '10-network-alternative';
const received = Temporal.Now.instant().subtract({ minutes: 10 }).round('second');

/** A plan calendar that ends before any clock does: with it nothing that sets a clock can be answered. */
function broken({ settings, ...context }: IntakeContext): IntakeContext {
  const plan = { version: 'ended', from: '2026-01-01', to: '2026-01-31', closures: [] };
  return { ...context, settings: { ...settings, calendar: { ...settings.calendar, plan } } };
}

async function heldTask(intake: OpenIntake, body: Uint8Array): Promise<Task & { readonly id: string }> {
  const key = keyOf(body);
  await receive(intake.client, { key, channel: 'pas-submit', client: sender, received, body });
  for (let run = 0; run < 6; run += 1) await sweep(later(broken(intake.context), { minutes: 2 })).catch(() => {});
  const [task] = (await caseOf(intake.client, body)).tasks;
  if (task?.id === undefined) throw new Error('Nothing is on hold');
  return { ...task, id: task.id };
}

function emptyParts(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const parts = Object.entries(value);
  return parts.length === 0 ? [path] : parts.flatMap(([name, part]) => emptyParts(part, `${path}.${name}`));
}

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`the Task of a receipt on hold in ${store.name}`, () => {
    test('names the member, and has nothing empty', async () => {
      const intake = await openForTest(store);
      const task = await heldTask(intake, message(example));
      const [member] = await intake.client.searchResources('Patient', 'identifier=RC100001');
      expect(task.for).toEqual({ reference: `Patient/${member?.id}` });
      expect(emptyParts(task)).toEqual([]);
      expect(task).not.toHaveProperty('basedOn');
    });

    test('of a message that names no member of record names nobody, and is there', async () => {
      const intake = await openForTest(store);
      const task = await heldTask(intake, new TextEncoder().encode(`{"id":"${crypto.randomUUID()}"}`));
      expect(task).not.toHaveProperty('for');
      expect(emptyParts(task)).toEqual([]);
    });

    test('is completed: the request is answered, on the clocks of its receipt', async () => {
      const intake = await openForTest(store);
      const { client, context } = intake;
      const body = message(example);
      const held = await client.updateResource({ ...(await heldTask(intake, body)), status: 'completed' });
      await recordDecision(context, held);
      await recordDecision(context, held);
      const stored = await caseOf(client, body);
      expect(census(stored)).toEqual(once(['review', 'review']));
      expect(stored.tasks.map(({ status }) => status).sort()).toEqual(['completed', 'requested']);
      expect(stored.responses.map(({ created }) => Temporal.Instant.from(created).toString())).toEqual([
        received.toString(),
      ]);
    });

    test('is completed too early: it goes back to people, and the receipt stays on hold', async () => {
      const intake = await openForTest(store);
      const body = message(example);
      const held = await intake.client.updateResource({ ...(await heldTask(intake, body)), status: 'completed' });
      await expect(recordDecision(broken(intake.context), held)).rejects.toThrow();
      const { tasks, receipts, responses } = await caseOf(intake.client, body);
      expect(tasks).toEqual([
        expect.objectContaining({
          status: 'in-progress',
          businessStatus: { coding: [expect.objectContaining({ code: 'decision-refused' })] },
        }),
      ]);
      expect([receipts[0]?.status, responses.length]).toEqual(['on-hold', 0]);
    });

    test('is closed by the answer when the same request is sent again', async () => {
      const intake = await openForTest(store);
      const body = message(example);
      await heldTask(intake, body);
      await answerTo(intake.context, body);
      const stored = await caseOf(intake.client, body);
      expect(census(stored)).toEqual(once(['review', 'review']));
      expect(stored.tasks.map(({ status }) => status).sort()).toEqual(['cancelled', 'requested']);
    });
  });
}
