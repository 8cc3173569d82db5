import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { DirectoryInUseError, UnusableStoreError } from '../../../src/store/index.ts';
import { openEmbedded, temporaryDirectory } from '../harness.ts';

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** Paths at which no store can be, made below an empty directory, and what stands in their way. */
const hopeless: readonly { title: string; because: RegExp; make: (inside: string) => string }[] = [
  {
    title: 'a file',
    because: /a-file is no place for a store: it is a file, no directory/,
    make: aFile,
  },
  {
    title: 'below a file',
    because: /a-file is no place for a store: it is a file, no directory/,
    make: (inside) => join(aFile(inside), 'a', 'b'),
  },
  {
    title: 'a link to nothing',
    because: /it cannot be created \(EEXIST\)/,
    make: (inside) => {
      symlinkSync(join(inside, 'nothing'), join(inside, 'link'));
      return join(inside, 'link');
    },
  },
  {
    title: 'a store that is no database',
    because: /store\.db cannot be opened: file is not a database/,
    make: (inside) => {
      writeFileSync(join(inside, 'store.db'), 'x'.repeat(5000));
      return inside;
    },
  },
  {
    title: 'a lock that is a directory',
    because: /lock\.db cannot be opened: unable to open/,
    make: (inside) => {
      mkdirSync(join(inside, 'lock.db'));
      return inside;
    },
  },
  {
    title: 'a store of another version',
    because: /schema version 99/,
    make: (inside) => {
      const database = new DatabaseSync(join(inside, 'store.db'));
      database.exec('PRAGMA user_version = 99');
      database.close();
      return inside;
    },
  },
  ...(existsSync('/proc/self')
    ? [
        {
          title: 'where the system makes the files',
          because: /\/proc\/none cannot be created/,
          make: () => '/proc/none/of/this',
        },
      ]
    : []),
];

function aFile(inside: string): string {
  writeFileSync(join(inside, 'a-file'), '');
  return join(inside, 'a-file');
}

describe('no store can be', () => {
  test.each(hopeless)('$title: says what is in the way', async ({ make, because }) => {
    const opened = openEmbedded({ directory: make(temporaryDirectory()) });
    await expect(opened).rejects.toThrow(because);
    await expect(opened).rejects.toBeInstanceOf(UnusableStoreError);
    await expect(opened).rejects.not.toBeInstanceOf(DirectoryInUseError);
  });

  test.each(hopeless)(
    '$title: the service ends with 1, a message and no stack',
    { timeout: 60_000 },
    async ({ make }) => {
      const main = new URL('../../../src/main.ts', import.meta.url).pathname;
      const env = { ...process.env, DATA_DIR: make(temporaryDirectory()), PORT: '0' };
      const child = spawn(process.execPath, [main], { env });
      const printed: string[] = [];
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => printed.push(String(data)));
      const code = await new Promise((resolve) => child.on('close', resolve));
      const lines = printed.join('').trim().split('\n');
      expect([code, lines.length], printed.join('')).toEqual([1, 1]);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', msg: expect.stringContaining('DATA_DIR') });
    },
  );
});

describe('what a store keeps is for its user alone', () => {
  test('the directory and what is missing above it are created with 0700, the files with 0600', async () => {
    const parent = join(temporaryDirectory(), 'a');
    const directory = join(parent, 'b');
    const store = await openEmbedded({ directory });
    await store.client.createResource({ resourceType: 'Patient' });
    expect([modeOf(parent), modeOf(directory)]).toEqual(['700', '700']);
    const files = readdirSync(directory);
    expect(files).toEqual(expect.arrayContaining(['store.db', 'store.db-wal', 'store.db-shm', 'lock.db', 'lock.json']));
    expect(files.map((file) => [file, modeOf(join(directory, file))])).toEqual(files.map((file) => [file, '600']));
    await store.close();
  });

  test('also what an earlier version left open to others', async () => {
    const directory = temporaryDirectory();
    const before = await openEmbedded({ directory });
    await before.close();
    for (const file of readdirSync(directory)) chmodSync(join(directory, file), 0o644);
    writeFileSync(join(directory, 'store.db-wal'), '', { mode: 0o644 });
    const store = await openEmbedded({ directory });
    const files = readdirSync(directory);
    expect(files.map((file) => [file, modeOf(join(directory, file))])).toEqual(files.map((file) => [file, '600']));
    await store.close();
  });
});
