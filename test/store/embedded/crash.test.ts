import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Task } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import type { BotDefinition } from '../../../src/store/index.ts';
import { openEmbedded, temporaryDirectory } from '../harness.ts';

const program = fileURLToPath(new URL('./writer.ts', import.meta.url));

/** Starts the writer, kills it once it has acknowledged this many writes, and answers what it acknowledged. */
async function killAfter(directory: string, writes: number, mode = 'fast'): Promise<string[]> {
  const child: ChildProcess = spawn(process.execPath, [program, directory, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const acknowledged: string[] = [];
  if (!child.stdout) throw new Error('the child has no output');
  for await (const line of createInterface(child.stdout)) {
    acknowledged.push(...line.split(' ').filter((reference) => /^\w+\/[0-9a-f-]{36}$/.test(reference)));
    if (acknowledged.length >= writes) child.kill('SIGKILL');
  }
  const [, signal] = await exit;
  expect(signal).toBe('SIGKILL');
  return acknowledged;
}

function answering(seen: string[]): BotDefinition {
  return {
    name: 'answer',
    description: 'Notes each Task.',
    trigger: { kind: 'subscription', criteria: 'Task', interaction: 'create' },
    handler: async (_medplum, { input }) => {
      seen.push(`Task/${(input as Task).id}`);
    },
  };
}

describe('a process killed while it writes', () => {
  test('three times loses nothing it had acknowledged, and commits no transaction by half', async () => {
    const directory = temporaryDirectory();
    const acknowledged: string[] = [];
    for (const writes of [200, 400, 100]) acknowledged.push(...(await killAfter(directory, writes)));
    const { client } = await openEmbedded({ directory });
    const stored = new Set<string>();
    for (const type of ['Task', 'Patient'] as const) {
      for await (const page of client.searchResourcePages(type)) for (const { id } of page) stored.add(`${type}/${id}`);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(700);
    expect(acknowledged.filter((reference) => !stored.has(reference))).toEqual([]);
    const number = (type: string) => [...stored].filter((reference) => reference.startsWith(type)).length;
    expect(number('Task')).toBe(number('Patient'));
  });

  test('leaves the jobs of its bots, those running among them, to the next one', async () => {
    const directory = temporaryDirectory();
    const acknowledged = await killAfter(directory, 60, 'slow');
    const tasks = acknowledged.filter((reference) => reference.startsWith('Task/'));
    const seen: string[] = [];
    const store = await openEmbedded({ directory, bots: [answering(seen)] });
    await store.idle();
    expect(tasks.length).toBeGreaterThanOrEqual(30);
    expect(tasks.filter((reference) => !seen.includes(reference))).toEqual([]);
    expect(new Set(seen).size).toBe(seen.length);
    await store.close();

    const again: string[] = [];
    const reopened = await openEmbedded({ directory, bots: [answering(again)] });
    await reopened.idle();
    expect(again).toEqual([]);
  });
});
