import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openEmbeddedStore } from '../../../../src/store/index.ts';
import { generatedNpi, writeGenerated } from '../../../support/generatedLists.ts';
import { all } from '../support.ts';
import { headers, lines } from './support.ts';

const people = 300;

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'lists-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

async function run(kind: string, file: string, directory: string, killAfter = 0, count = people) {
  const script = fileURLToPath(new URL('loadChild.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--disable-warning=ExperimentalWarning', script, kind, file, directory, `${count}`, `${killAfter}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const output = text(child.stdout);
  const [code, signal] = await once(child, 'exit');
  return { code, signal, output: await output };
}

/** What the store holds, without what depends on when and under which id it was written. */
async function content(directory: string): Promise<string[]> {
  const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
  const practitioners = await all(store.client, 'Practitioner');
  const sources = await all(store.client, 'Basic');
  await store.close();
  return [...practitioners, ...sources].map(({ id: _id, meta: _meta, ...rest }) => JSON.stringify(rest)).sort();
}

const valuesOf = (kind: string) => (column: string, line: number) =>
  column === 'NPI' ? generatedNpi(line) : (lines[kind]?.[column] ?? '');

it('killed in the middle and run again, a load ends as if it had never been killed', { timeout: 60_000 }, async () => {
  const kind = 'medi-cal-enrolled';
  const file = join(await folder(), 'list.csv');
  await writeGenerated(file, headers[kind] ?? [], people, valuesOf(kind));
  const [whole, killed] = [await folder(), await folder()];
  expect(await run(kind, file, whole)).toMatchObject({ code: 0 });

  expect(await run(kind, file, killed, 2)).toMatchObject({ signal: 'SIGKILL' });
  const halfway = await content(killed);
  expect(halfway.filter((text) => text.includes('medi-cal-enrolled'))).toHaveLength(100);
  const again = await run(kind, file, killed);
  expect(JSON.parse(again.output)).toMatchObject({ changed: people - 100, unchanged: 100, rejected: 0 });
  expect(await content(killed)).toEqual(await content(whole));
});

it('needs no more memory for 200,000 lines than for the first 10,000', { timeout: 60_000 }, async () => {
  const kind = 'oig-leie';
  const file = join(await folder(), 'list.csv');
  await writeGenerated(file, headers[kind] ?? [], 200_000, valuesOf(kind));
  const { code, output } = await run(kind, file, await folder());
  expect(code).toBe(0);
  const { memory, ...counts } = JSON.parse(output);
  expect(counts).toMatchObject({ lines: 200_000, created: people, notOfRecord: 200_000 - people, rejected: 0 });
  const [first] = memory;
  const megabytes = (part: 'heap' | 'rss') =>
    Math.max(...memory.map((one: Record<typeof part, number>) => one[part] - first[part])) / 2 ** 20;
  expect(megabytes('heap')).toBeLessThan(10);
  expect(megabytes('rss')).toBeLessThan(150);
});

it('needs no more memory for 100,000 lines that are all rejected', { timeout: 60_000 }, async () => {
  const kind = 'oig-leie';
  const file = join(await folder(), 'list.csv');
  const impossible = (column: string, line: number) =>
    column === 'EXCLDATE' ? '20241332' : valuesOf(kind)(column, line % people);
  await writeGenerated(file, headers[kind] ?? [], 100_000, impossible);
  const { code, output } = await run(kind, file, await folder());
  expect(code).toBe(0);
  const { memory, ...counts } = JSON.parse(output);
  expect(counts).toMatchObject({ lines: 100_000, created: 0, rejected: 100_000 });
  const [first, ...others] = memory.map(({ heap }: { heap: number }) => heap / 2 ** 20);
  expect(Math.max(...others) - first).toBeLessThan(5);
});

it('needs no more memory for what it has gathered of the people of record', { timeout: 120_000 }, async () => {
  const [kind, count] = ['medi-cal-enrolled', 1000];
  const file = join(await folder(), 'list.csv');
  // Each is enrolled at forty locations.
  await writeGenerated(file, headers[kind] ?? [], 40 * count, (column, line) => {
    if (column === 'NPI') return generatedNpi(line % count);
    return column === 'Service_Location_Number' ? `${line}` : (lines[kind]?.[column] ?? '');
  });
  const { code, output } = await run(kind, file, await folder(), 0, count);
  expect(code).toBe(0);
  const { memory, ...counts } = JSON.parse(output);
  expect(counts).toMatchObject({ lines: 40 * count, changed: count, rejected: 0 });
  const [first, ...others] = memory.map(({ heap }: { heap: number }) => heap / 2 ** 20);
  expect(Math.max(...others) - first).toBeLessThan(5);
});
