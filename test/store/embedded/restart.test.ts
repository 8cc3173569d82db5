import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Patient } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import type { BotDefinition, StoreLogEntry } from '../../../src/store/index.ts';
import { openEmbedded, temporaryDirectory } from '../harness.ts';

describe('a store that is closed and opened again', () => {
  test('has everything it had: resources, versions, index', async () => {
    const directory = temporaryDirectory();
    const before = await openEmbedded({ directory });
    expect(before.isEmpty()).toBe(true);
    const first = await before.client.createResource<Patient>({ resourceType: 'Patient', name: [{ family: 'Osei' }] });
    const second = await before.client.updateResource<Patient>({ ...first, active: true });
    await before.close();
    const { client, isEmpty } = await openEmbedded({ directory });
    expect(isEmpty()).toBe(false);
    expect([...(await client.searchResources('Patient', 'name=osei'))]).toEqual([second]);
    expect(await client.readVersion('Patient', first.id, first.meta?.versionId ?? '')).toEqual(first);
  });

  test('lets the bot that runs come to its end before it closes, and starts no other', async () => {
    const directory = temporaryDirectory();
    const started: string[] = [];
    let end = () => {};
    const slow = (waits: boolean): BotDefinition => ({
      name: 'slow',
      description: 'Takes its time.',
      trigger: { kind: 'subscription', criteria: 'Patient' },
      handler: async (_medplum, { input }) => {
        started.push((input as Patient).gender ?? '');
        if (waits) await new Promise<void>((resolve) => (end = resolve));
      },
    });
    const before = await openEmbedded({ directory, bots: [slow(true)] });
    const patient = await before.client.createResource<Patient>({ resourceType: 'Patient', gender: 'female' });
    await before.client.updateResource<Patient>({ ...patient, gender: 'other' });
    let closed = false;
    const closing = before.close().then(() => {
      closed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([closed, started]).toEqual([false, ['female']]);
    end();
    await closing;
    expect(started).toEqual(['female']);
    const after = await openEmbedded({ directory, bots: [slow(false)] });
    await after.idle();
    expect(started).toEqual(['female', 'other']);
  });

  test('keeps the jobs of a bot that is no longer there, and says so', async () => {
    const directory = temporaryDirectory();
    const bot: BotDefinition = {
      name: 'retired',
      description: 'Never ends.',
      trigger: { kind: 'subscription', criteria: 'Patient' },
      handler: () => Promise.resolve(),
    };
    const before = await openEmbedded({ directory, bots: [bot] });
    await before.close();
    const database = new DatabaseSync(join(directory, 'store.db'));
    database.exec(
      "INSERT INTO history VALUES (1, 1, 'v', 1, '{}'); INSERT INTO current VALUES (1, 'Patient', 'i', 'v', 1, 0, 1)",
    );
    database.exec("INSERT INTO outbox (bot, interaction, seq) VALUES ('retired', 'create', 1)");
    database.close();
    const log: StoreLogEntry[] = [];
    const after = await openEmbedded({ directory, log: (entry) => log.push(entry) });
    await after.idle();
    expect(log).toEqual([expect.objectContaining({ level: 'warn', bot: 'retired', resourceType: 'Patient', id: 'i' })]);
  });

  test('brings a database of schema version 1 up to date, with all that is in it', async () => {
    const directory = temporaryDirectory();
    const before = await openEmbedded({ directory });
    const kept = await before.client.createResource<Patient>({ resourceType: 'Patient', name: [{ family: 'Osei' }] });
    const gone = await before.client.createResource<Patient>({ resourceType: 'Patient', name: [{ family: 'Abara' }] });
    await before.client.deleteResource('Patient', gone.id);
    await before.close();
    const database = new DatabaseSync(join(directory, 'store.db'));
    database.exec(`
      BEGIN; ALTER TABLE current RENAME TO later;
      DROP INDEX current_id; DROP INDEX current_type; DROP INDEX current_updated;
      CREATE TABLE current (
        rid INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL,
        updated INTEGER NOT NULL, deleted INTEGER NOT NULL, seq INTEGER NOT NULL
      );
      INSERT INTO current SELECT * FROM later; DROP TABLE later;
      CREATE INDEX current_type ON current (type) WHERE deleted = 0;
      CREATE INDEX current_updated ON current (type, updated) WHERE deleted = 0;
      PRAGMA user_version = 1; COMMIT;
    `);
    database.close();
    const { client, close } = await openEmbedded({ directory });
    expect([...(await client.searchResources('Patient', `_id=${kept.id},${gone.id}`))]).toEqual([kept]);
    await expect(client.readResource('Patient', gone.id)).rejects.toThrow('Gone');
    const updated = await client.updateResource<Patient>({ ...kept, active: true });
    await close();
    const again = await openEmbedded({ directory });
    expect([...(await again.client.searchResources('Patient', 'name=osei'))]).toEqual([updated]);
    const indexes = indexesOf(join(directory, 'store.db'), 'current');
    expect(indexes).toEqual(['current_id', 'current_type', 'current_updated']);
  });

  test('is refused when its database is of another version', async () => {
    const directory = temporaryDirectory();
    await (await openEmbedded({ directory })).close();
    const database = new DatabaseSync(join(directory, 'store.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    await expect(openEmbedded({ directory })).rejects.toThrow('schema version 99');
    // The failed attempt does not keep the directory to itself.
    await expect(openEmbedded({ directory })).rejects.toThrow('schema version 99');
  });
});

function indexesOf(file: string, table: string): unknown[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? ORDER BY name")
    .all(table);
  database.close();
  return rows.map(({ name }) => name);
}
