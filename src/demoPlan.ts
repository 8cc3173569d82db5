import { readFile } from 'node:fs/promises';
import type { MedplumClient } from '@medplum/core';
import { loadBundle } from './directory/load/index.ts';

const plan = new URL('../fhir-profiles/examples/plan.json', import.meta.url);

/** Puts the demo plan's data of record into an empty store. */
export async function loadDemoPlan(client: MedplumClient): Promise<void> {
  const report = await loadBundle(client, JSON.parse(await readFile(plan, 'utf8')), {
    today: Temporal.Now.plainDateISO().toString(),
  });
  if (report.rejected > 0) throw new Error(`The demo plan has ${report.rejected} records that cannot be loaded`);
}
