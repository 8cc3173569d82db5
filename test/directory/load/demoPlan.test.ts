import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadPlanData, openStore, today } from './support.ts';

it('loads the demo plan whole, and twice changes nothing', async () => {
  const client = await openStore();
  const file = fileURLToPath(new URL('../../../fhir-profiles/examples/plan.json', import.meta.url));
  const first = await loadPlanData(client, [file], { today });
  expect(first.rejected).toEqual([]);
  expect(first.created).toBeGreaterThan(0);
  const again = await loadPlanData(client, [file], { today });
  expect(again).toMatchObject({ created: 0, changed: 0, unchanged: first.created, rejected: [] });
});
