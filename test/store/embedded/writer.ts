import type { BotDefinition } from '../../../src/store/index.ts';
import { openEmbeddedStore } from '../../../src/store/index.ts';

/**
 * A process to be killed: writes as fast as it can into the directory given, sixteen writes in flight, and prints each
 * id once it is acknowledged. With `slow` as second argument its bot never ends.
 */
const [, , directory = '', mode] = process.argv;

const bots: BotDefinition[] = [
  {
    name: 'answer',
    description: 'Answers each Task with a Basic.',
    trigger: { kind: 'subscription', criteria: 'Task', interaction: 'create' },
    handler: () => (mode === 'slow' ? new Promise(() => {}) : Promise.resolve()),
  },
];

const { client } = await openEmbeddedStore({ directory, bots, secrets: {} });

async function write(): Promise<never> {
  for (;;) {
    const { entry } = await client.executeBatch({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          resource: { resourceType: 'Task', status: 'requested', intent: 'order' },
          request: { method: 'POST', url: 'Task' },
        },
        { resource: { resourceType: 'Patient', active: true }, request: { method: 'POST', url: 'Patient' } },
      ],
    });
    process.stdout.write(`${entry?.map(({ resource }) => `${resource?.resourceType}/${resource?.id}`).join(' ')}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, write));
