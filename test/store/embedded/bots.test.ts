import type { BotEvent } from '@medplum/core';
import type { Basic, Patient, Task } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import type { BotDefinition, BotHandler, StoreLogEntry } from '../../../src/store/index.ts';
import { openEmbeddedStore } from '../../../src/store/index.ts';
import { failureOf, openEmbedded } from '../harness.ts';

const bot = (
  name: string,
  criteria: string,
  handler: BotHandler,
  interaction?: 'create' | 'update',
): BotDefinition => ({
  name,
  description: 'A bot of the test.',
  trigger: { kind: 'subscription', criteria, interaction },
  handler,
});

function recorder(name: string, criteria: string, interaction?: 'create' | 'update') {
  const events: BotEvent[] = [];
  const handler: BotHandler = async (_medplum, event) => {
    events.push(event);
  };
  return { events, definition: bot(name, criteria, handler, interaction) };
}

const tag = { system: 'https://example.org/tag', code: 'answered' };
const basic: Basic = { resourceType: 'Basic', code: { text: 'x' } };

describe('a bot with a subscription', () => {
  test.each([
    { criteria: 'Patient', resource: { resourceType: 'Patient' }, runs: 1 },
    { criteria: 'Patient?active=true', resource: { resourceType: 'Patient', active: true }, runs: 1 },
    { criteria: 'Patient?active=true', resource: { resourceType: 'Patient', active: false }, runs: 0 },
    { criteria: 'Patient?active=true', resource: basic, runs: 0 },
    { criteria: `Patient?_tag:not=${tag.system}|${tag.code}`, resource: { resourceType: 'Patient' }, runs: 1 },
    {
      criteria: `Patient?_tag:not=${tag.system}|${tag.code}`,
      resource: { resourceType: 'Patient', meta: { tag: [tag] } },
      runs: 0,
    },
    { criteria: 'Patient?gender:missing=true', resource: { resourceType: 'Patient' }, runs: 1 },
  ] as const)('on $criteria runs $runs times for $resource', async ({ criteria, resource, runs }) => {
    const { events, definition } = recorder('observer', criteria);
    const store = await openEmbedded({ bots: [definition] });
    await store.client.createResource<Patient | Basic>(structuredClone(resource) as Patient | Basic);
    await store.idle();
    expect(events).toHaveLength(runs);
  });

  test.each([
    { interaction: 'create', runs: ['create'] },
    { interaction: 'update', runs: ['update', 'update'] },
    { interaction: undefined, runs: ['create', 'update', 'update'] },
  ] as const)('for interaction $interaction runs on $runs', async ({ interaction, runs }) => {
    const { events, definition } = recorder('observer', 'Patient', interaction);
    const store = await openEmbedded({ bots: [definition] });
    const patient = await store.client.createResource<Patient>({ resourceType: 'Patient' });
    const changed = await store.client.updateResource<Patient>({ ...patient, active: true });
    await store.client.updateResource(changed);
    await store.client.updateResource<Patient>({ ...changed, active: false });
    await store.client.deleteResource('Patient', patient.id);
    await store.idle();
    expect(events.map(({ headers }) => headers?.['X-Medplum-Interaction'])).toEqual(runs);
  });

  test('gets the version that started it, its own reference, the secrets and the headers', async () => {
    const secrets = { KEY: { name: 'KEY', valueString: 'value' } };
    const { events, definition } = recorder('observer', 'Patient');
    const store = await openEmbedded({ bots: [definition], secrets });
    const patient = await store.client.createResource<Patient>({ resourceType: 'Patient' });
    await store.client.updateResource<Patient>({ ...patient, active: true });
    await store.idle();
    expect(events[0]).toMatchObject({
      bot: { reference: expect.stringMatching(/^Bot\/[0-9a-f-]{36}$/) },
      contentType: 'application/fhir+json',
      secrets,
      headers: { 'X-Medplum-Subscription': expect.any(String), 'X-Medplum-Interaction': 'create' },
    });
    expect(events[0]?.input).toEqual(patient);
  });

  test('does not run for what was rolled back', async () => {
    const { events, definition } = recorder('observer', 'Patient');
    const store = await openEmbedded({ bots: [definition] });
    const entries = [
      { resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient' } },
      { resource: { resourceType: 'Basic' } as Basic, request: { method: 'POST', url: 'Basic' } },
    ] as const;
    await failureOf(store.client.executeBatch({ resourceType: 'Bundle', type: 'transaction', entry: [...entries] }));
    await store.client.createResource<Patient>({ resourceType: 'Patient', gender: 'other' });
    await store.idle();
    expect(events.map(({ input }) => (input as Patient).gender)).toEqual(['other']);
  });

  test('that throws is logged without what it said, and not run again', async () => {
    const log: StoreLogEntry[] = [];
    let runs = 0;
    const failing = bot('failing', 'Patient', async () => {
      runs += 1;
      throw new Error('no plan for Ana García');
    });
    const store = await openEmbedded({ bots: [failing], log: (entry) => log.push(entry) });
    const { id } = await store.client.createResource<Patient>({ resourceType: 'Patient' });
    await store.idle();
    expect(runs).toBe(1);
    expect(log).toEqual([
      expect.objectContaining({ message: 'bot failed', bot: 'failing', resourceType: 'Patient', id }),
    ]);
    expect(JSON.stringify(log)).not.toContain('García');
  });

  test('may write what starts another, and idle() waits for both', async () => {
    const first = bot('first', 'Patient', async (medplum) => {
      await medplum.createResource(basic);
    });
    const { events, definition } = recorder('second', 'Basic');
    const store = await openEmbedded({ bots: [first, definition] });
    await store.client.createResource<Patient>({ resourceType: 'Patient' });
    await store.idle();
    expect(events).toHaveLength(1);
  });

  test('sees the versions of one resource in order, one at a time, and several resources at once', async () => {
    const seen: string[] = [];
    const running = new Map<string, number>();
    let most = 0;
    const slow = bot('slow', 'Task', async (_medplum, { input }) => {
      const task = input as Task;
      const id = task.id ?? '';
      running.set(id, (running.get(id) ?? 0) + 1);
      expect(running.get(id)).toBe(1);
      most = Math.max(most, running.size);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running.delete(id);
      seen.push(`${id} ${task.description}`);
    });
    const store = await openEmbedded({ bots: [slow] });
    const tasks = await Promise.all(
      Array.from({ length: 20 }, () =>
        store.client.createResource<Task>({
          resourceType: 'Task',
          status: 'requested',
          intent: 'order',
          description: '0',
        }),
      ),
    );
    for (const version of ['1', '2']) {
      await Promise.all(tasks.map((task) => store.client.updateResource<Task>({ ...task, description: version })));
    }
    await store.idle();
    for (const { id } of tasks)
      expect(seen.filter((text) => text.startsWith(id))).toEqual(['0', '1', '2'].map((text) => `${id} ${text}`));
    expect(most).toBe(8);
  });
});

describe('a store is not opened with a bot that could never run', () => {
  const schedule = (cron: string): BotDefinition => ({
    ...bot('clock', '', async () => {}),
    trigger: { kind: 'schedule', cron },
  });
  test.each([
    { bots: [bot('a', 'Colour', async () => {})], says: 'Colour is not a resource type' },
    { bots: [bot('a', 'Patient?colour=blue', async () => {})], says: '"colour"' },
    { bots: [bot('a', 'Claim?patient.name=x', async () => {})], says: '"patient.name"' },
    { bots: [bot('a', 'Patient?name:above=x', async () => {})], says: ':above' },
    { bots: [bot('a', 'Patient', async () => {}), bot('a', 'Basic', async () => {})], says: 'same name' },
    { bots: [schedule('* * * * * *')], says: 'six fields'.replace('six', '6') },
    { bots: [schedule('61 * * * *')], says: '"61" is not a minute' },
  ])('$says', async ({ bots, says }) => {
    await expect(openEmbeddedStore({ directory: ':memory:', bots, secrets: {} })).rejects.toThrow(says);
  });
});
