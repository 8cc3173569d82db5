import { OperationOutcomeError } from '@medplum/core';
import type { Bundle, Location, Practitioner } from '@medplum/fhirtypes';
import { expect, it, vi } from 'vitest';
import { all, bundleOf, countsOf, loadPlanData, loadResources, openStore, plan, today } from './support.ts';

function locations(count: number, bytes = 0): Location[] {
  return Array.from({ length: count }, (_, index) => ({
    resourceType: 'Location',
    id: `l${index}`,
    status: 'active',
    ...(bytes > 0 ? { description: 'x'.repeat(bytes) } : {}),
  }));
}

it.for<[count: number, bytes: number, transactions: number]>([
  [200, 0, 1],
  [201, 0, 2],
  [450, 0, 3],
  [10, 100_000, 3],
])(
  '%i records with %i bytes each go in %i transactions of at most 200 entries and 500 KB',
  async ([count, bytes, expected]) => {
    const client = await openStore();
    const sent: Bundle[] = [];
    const send = client.executeBatch.bind(client);
    vi.spyOn(client, 'executeBatch').mockImplementation((bundle, options) => {
      sent.push(bundle);
      return send(bundle, options);
    });
    const report = await loadResources(client, locations(count, bytes));
    expect(report.created).toBe(count);
    expect(sent).toHaveLength(expected);
    for (const bundle of sent) {
      expect(bundle.type).toBe('transaction');
      expect(bundle.entry?.length).toBeLessThanOrEqual(200);
      expect(JSON.stringify(bundle).length).toBeLessThan(500_000);
      expect(bundle.entry?.every(({ request }) => request?.ifNoneExist === undefined)).toBe(true);
    }
  },
);

function failure(id: string | undefined, code: 'throttled' | 'conflict' | 'exception' | 'invalid', text = 'no') {
  return new OperationOutcomeError({
    resourceType: 'OperationOutcome',
    id,
    issue: [{ severity: 'error', code, details: { text }, diagnostics: JSON.stringify({ _msBeforeNext: 40_000 }) }],
  });
}

it.for<[answer: string, error: Error, waits: number]>([
  ['429', failure('too-many-requests', 'throttled'), 40_000],
  ['412', failure('precondition-failed', 'conflict'), 0],
  ['409', failure('conflict', 'conflict'), 0],
  ['400 of a lost race', failure(undefined, 'invalid', 'Assigned ID is already in use'), 0],
  ['500', failure(undefined, 'exception'), 0],
  ['no answer', new TypeError('fetch failed'), 0],
])('%s is waited for, then the same is written once', async ([, error, least]) => {
  const client = await openStore();
  const waited: number[] = [];
  vi.spyOn(client, 'executeBatch').mockRejectedValueOnce(error);
  const report = await loadPlanData(client, [bundleOf(locations(3))], {
    today,
    wait: async (milliseconds) => void waited.push(milliseconds),
  });
  expect(countsOf(report)).toEqual({ created: 3, changed: 0, unchanged: 0, ended: 0, rejected: 0 });
  expect(waited).toHaveLength(1);
  expect(waited[0]).toBeGreaterThanOrEqual(least);
});

it('does not create twice what was written though the answer was lost', async () => {
  const client = await openStore();
  const send = client.executeBatch.bind(client);
  vi.spyOn(client, 'executeBatch').mockImplementationOnce(async (bundle) => {
    await send(bundle);
    throw new TypeError('fetch failed');
  });
  const report = await loadPlanData(client, [bundleOf(locations(3))], { today, wait: async () => {} });
  expect(report.rejected).toEqual([]);
  expect(await all(client, 'Location')).toHaveLength(3);
});

it('merges with what somebody else wrote between its look and its write', async () => {
  const client = await openStore();
  const { id: _none, ...byHand } = plan.practitioner;
  const made = await client.createResource<Practitioner>(byHand);
  const send = client.executeBatch.bind(client);
  vi.spyOn(client, 'executeBatch').mockImplementationOnce(async (bundle, options) => {
    await client.updateResource<Practitioner>({ ...made, birthDate: '1970-01-01' });
    return send(bundle, options);
  });
  const report = await loadPlanData(client, [plan.practitioner], { today, wait: async () => {} });
  expect(countsOf(report)).toMatchObject({ changed: 1, rejected: 0 });
  const merged = await client.readResource('Practitioner', made.id);
  expect(merged.birthDate).toBe('1970-01-01');
  expect(merged.identifier).toContainEqual(expect.objectContaining({ value: 'plan/Practitioner/practitioner' }));
});

it('waits as long as the RateLimit header says', async () => {
  const client = await openStore();
  const waited: number[] = [];
  vi.spyOn(client, 'rateLimitStatus').mockReturnValue([
    { name: 'requests', remainingUnits: 5, secondsUntilReset: 90, resetsAfter: 0 },
    { name: 'fhirInteractions', remainingUnits: 0, secondsUntilReset: 55, resetsAfter: 0 },
  ]);
  vi.spyOn(client, 'search').mockRejectedValueOnce(failure('too-many-requests', 'throttled'));
  await loadPlanData(client, [plan.plan], { today, wait: async (milliseconds) => void waited.push(milliseconds) });
  expect(waited).toEqual([55_000]);
});

it('rejects alone what the store refuses', async () => {
  const client = await openStore();
  const send = client.executeBatch.bind(client);
  vi.spyOn(client, 'executeBatch').mockImplementation((bundle, options) =>
    JSON.stringify(bundle).includes('plan/Location/l7"')
      ? Promise.reject(failure(undefined, 'invalid', 'not this one'))
      : send(bundle, options),
  );
  const report = await loadResources(client, locations(20));
  expect(report.created).toBe(19);
  expect(report.rejected).toEqual([
    { file: 'Bundle', entry: 7, faults: [{ expression: undefined, reason: 'was refused by the store: not this one' }] },
  ]);
});

it('gives up with what the store said last when it keeps failing', async () => {
  const client = await openStore();
  vi.spyOn(client, 'executeBatch').mockRejectedValue(failure(undefined, 'exception', 'down'));
  const options = { today, wait: async () => {} };
  await expect(loadPlanData(client, [plan.plan], options)).rejects.toThrow('down');
});
