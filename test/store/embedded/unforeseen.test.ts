import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { MedplumClient } from '@medplum/core';
import type { Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import type { StoreLogEntry } from '../../../src/store/index.ts';
import { failureOf, openEmbedded, temporaryDirectory, textsOf } from '../harness.ts';

const requests: Record<string, (client: MedplumClient, patient: Patient) => Promise<unknown>> = {
  create: (client) => client.createResource<Patient>({ resourceType: 'Patient' }),
  read: (client, { id }) => client.readResource('Patient', id ?? ''),
  history: (client, { id }) => client.readHistory('Patient', id ?? ''),
  update: (client, { id }) => client.updateResource<Patient>({ resourceType: 'Patient', id: id ?? '', active: true }),
  delete: (client, { id }) => client.deleteResource('Patient', id ?? ''),
  search: (client) => client.search('Patient', 'name=x'),
  transaction: (client) =>
    client.executeBatch({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient' } }],
    }),
};

describe('an error of the database', () => {
  test.each(Object.keys(requests))('in a %s is a 500 with an incident id, and the log has the rest', async (name) => {
    const directory = temporaryDirectory();
    const log: StoreLogEntry[] = [];
    const { client } = await openEmbedded({ directory, log: (entry) => log.push(entry) });
    const patient = await client.createResource<Patient>({ resourceType: 'Patient' });
    const saboteur = new DatabaseSync(join(directory, 'store.db'));
    saboteur.exec('ALTER TABLE history RENAME TO lost; DROP TABLE text_index;');
    saboteur.close();

    const failure = await failureOf(requests[name]?.(client, patient) ?? Promise.resolve());
    expect(failure).toMatchObject({ status: 500, outcome: { issue: [{ code: 'exception' }] } });
    const [text = ''] = textsOf(failure);
    const [incident] = /[0-9a-f-]{36}/.exec(text) ?? [];
    expect(JSON.stringify(failure.outcome)).not.toMatch(/history|text_index|table|sql/i);
    expect(log).toContainEqual(
      expect.objectContaining({ incident, sqlite: expect.stringMatching(/history|text_index/) }),
    );
  });

  test('in one write leaves those that share its commit alone', async () => {
    const { client } = await openEmbedded();
    const writes = [{}, { colour: 'blue' }, {}].map((extra) =>
      client.createResource({ resourceType: 'Patient', ...extra } as Patient),
    );
    const settled = await Promise.allSettled(writes);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await client.searchResources('Patient')).toHaveLength(2);
  });
});
