import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Resource } from '@medplum/fhirtypes';
import { expect, it, onTestFinished } from 'vitest';
import { sizeOf, syntheticPlan } from '../../../src/bench/syntheticPlan.ts';
import { recordTypes } from '../../../src/directory/load/recordTypes.ts';
import { rewriteReferences } from '../../../src/directory/load/references.ts';
import { sourceIdSystem } from '../../../src/directory/load/sourceId.ts';
import { openEmbeddedStore } from '../../../src/store/index.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'killed-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

async function run(plan: string, directory: string, killAfter = 0) {
  const script = fileURLToPath(new URL('planChild.ts', import.meta.url));
  const args = ['--disable-warning=ExperimentalWarning', script, plan, directory, `${killAfter}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const output = text(child.stdout);
  const [, signal] = await once(child, 'exit');
  return { signal, counts: JSON.parse((await output) || '{}') };
}

/** Every record with the file's ids in place of the store's, and without versions. */
async function content(directory: string): Promise<string[]> {
  const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
  const found: Resource[] = [];
  for (const type of recordTypes) found.push(...(await store.client.searchResources(type, { _count: '1000' })));
  await store.close();
  const fileId = (resource: Resource) =>
    JSON.stringify(resource).match(new RegExp(`"system":"${sourceIdSystem}","value":"([^"]+)"`))?.[1] ?? 'none';
  const names = new Map(found.map((resource) => [`${resource.resourceType}/${resource.id}`, fileId(resource)]));
  return found
    .map(({ id: _id, meta, ...rest }) => ({
      ...rewriteReferences(rest, (reference) => names.get(reference) ?? `${reference} is nowhere`),
      tag: meta?.tag,
    }))
    .map((record) => JSON.stringify(record))
    .sort();
}

it('killed in the middle and run again, a load ends as if it had never been killed', { timeout: 120_000 }, async () => {
  const plan = await folder();
  for (const [type, resources] of syntheticPlan({ ...sizeOf(600), members: 30 }, 1)) {
    await writeFile(join(plan, `${type}.ndjson`), [...resources()].map((one) => JSON.stringify(one)).join('\n'));
  }
  expect(await readdir(plan)).toContain('PractitionerRole.ndjson');
  const [whole, killed] = [await folder(), await folder()];
  const first = await run(plan, whole);
  const { created, commits } = first.counts;
  expect(first).toMatchObject({ signal: null, counts: { changed: 0, unchanged: 0, rejected: 0 } });

  expect(await run(plan, killed, commits - 2)).toMatchObject({ signal: 'SIGKILL' });
  const halfway = await content(killed);
  expect(halfway.length).toBeGreaterThan(0);
  expect(halfway.length).toBeLessThan(created);
  expect(halfway.filter((record) => record.includes('is nowhere'))).toEqual([]);
  const again = await run(plan, killed);
  expect(again.counts).toMatchObject({ created: created - halfway.length, unchanged: halfway.length, rejected: 0 });
  expect(await content(killed)).toEqual(await content(whole));
});
