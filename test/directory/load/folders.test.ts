import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { recordTypes } from '../../../src/directory/load/recordTypes.ts';
import {
  countsOf,
  loadPlanData,
  loadResources,
  ndjson,
  openStore,
  plan,
  today,
  versions,
  wholePlan,
  writeFiles,
} from './support.ts';

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const [first = ''] = await writeFiles({ 'manifest.json': '{"output":[]}', ...files });
  return dirname(first);
}

it('loads every NDJSON file of a folder, as a bulk export leaves it, whatever their order', async () => {
  const client = await openStore();
  const byType = Map.groupBy(wholePlan, ({ resourceType }) => resourceType);
  const files = [...byType].map(([type, records]) => [`${type}.000.ndjson`, ndjson(records)]);
  const folder = await folderWith(Object.fromEntries(files));
  await mkdir(join(folder, 'other.ndjson.d'));
  await writeFile(join(folder, 'notes.txt'), 'not data');
  const report = await loadPlanData(client, [folder], { today });
  expect(countsOf(report)).toEqual({ created: wholePlan.length, changed: 0, unchanged: 0, ended: 0, rejected: 0 });
});

it('reports a folder without NDJSON', async () => {
  const report = await loadPlanData(await openStore(), [await folderWith({})], { today });
  expect(report.rejected).toMatchObject([
    { faults: [{ reason: expect.stringMatching(/a folder needs \.ndjson files/) }] },
  ]);
});

it.for<[title: string, before: boolean, options: object]>([
  ['an empty store', false, {}],
  ['the same data', true, {}],
  ['a snapshot that lacks a role and the coverage', true, { snapshot: true, source: 'sam' }],
])('a dry run on %s counts what the load then does, and writes nothing', async ([, before, options]) => {
  const client = await openStore();
  const source = 'snapshot' in options ? { source: 'sam' } : {};
  if (before) await loadResources(client, wholePlan, source);
  const records =
    'snapshot' in options ? wholePlan.filter((one) => one !== plan.role && one !== plan.coverage) : wholePlan;
  const held = await versions(client, [...recordTypes, 'Basic']);
  const tried = await loadResources(client, records, { ...options, dryRun: true });
  expect(await versions(client, [...recordTypes, 'Basic'])).toEqual(held);
  expect(tried).toEqual(await loadResources(client, records, options));
});
