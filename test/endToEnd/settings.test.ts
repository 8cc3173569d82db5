import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { clockUrl } from '../../src/fhir/clock.ts';
import { extensionOf, extensionsOf } from '../../src/fhir/elements.ts';
import { actionsOf, claimResponseIn, counts, example, search, submit } from '../support/fhirHttp.ts';
import { startServer, temporaryDirectory } from '../support/server.ts';
import { loadInto } from './load.ts';

async function serverWith(environment: Record<string, string>, calendar?: object) {
  const directory = temporaryDirectory();
  onTestFinished(directory.remove);
  const file = join(directory.path, 'calendar.json');
  if (calendar) writeFileSync(file, JSON.stringify(calendar));
  const server = await startServer(join(directory.path, 'data'), {
    ...environment,
    ...(calendar ? { PLAN_CALENDAR: file } : {}),
  });
  onTestFinished(server.stop);
  return server;
}

it('AUTO_APPROVE=0: what would be approved goes to people, with that recommendation', async () => {
  const server = await serverWith({ AUTO_APPROVE: '0' });
  const response = claimResponseIn(await submit(server.url, example('requests/9-advanced-heart-failure.json')));
  expect(actionsOf(response)).toEqual([{ sequence: 1, action: 'A4' }]);
  const [task] = await search(server.url, 'Task', `focus=ClaimResponse/${response.id}`);
  expect(task?.code?.coding?.[0]?.code).toBe('review');
  expect(JSON.stringify(task?.input)).toContain('approval is indicated');
});

it('AUTHORIZATION_DAYS=30: an approval holds thirty days', async () => {
  const server = await serverWith({ AUTHORIZATION_DAYS: '30' });
  const { preAuthPeriod } = claimResponseIn(
    await submit(server.url, example('requests/9-advanced-heart-failure.json')),
  );
  const days = (Date.parse(preAuthPeriod?.end ?? '') - Date.parse(preAuthPeriod?.start ?? '')) / 86_400_000;
  expect(days).toBe(30);
});

it('PLAN_CALENDAR: exactly its closures are skipped, and it is named', async () => {
  const year = new Date().getFullYear();
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const closures = [{ date: tomorrow, name: 'Closed for inventory' }];
  const server = await serverWith({}, { version: 'ours', from: `${year}-01-01`, to: `${year + 1}-12-31`, closures });
  const response = claimResponseIn(await submit(server.url, example('requests/10-network-alternative.json')));
  const clocks = extensionsOf(response, clockUrl).map((clock) => extensionOf(clock, 'explanation')?.valueString ?? '');
  const skipped = clocks.some((text) => text.includes('Closed for inventory'));
  const isWeekday = ![0, 6].includes(new Date(tomorrow).getUTCDay());
  expect(skipped).toBe(isWeekday);
  expect(clocks.join(' ')).not.toContain('Thanksgiving');
});

it('DEMO=0: nothing is loaded, and nobody is ours', async () => {
  const server = await serverWith({ DEMO: '0' });
  expect(await counts(server.url, ['Practitioner', 'Patient', 'InsurancePlan'])).toEqual({
    Practitioner: 0,
    Patient: 0,
    InsurancePlan: 0,
  });
  const response = claimResponseIn(await submit(server.url, example('requests/9-advanced-heart-failure.json')));
  expect(response.error?.map(({ code }) => code.coding?.[0]?.code)).toEqual(['79']);
});

it('plan data loaded through the running server count at once', async () => {
  const server = await serverWith({ DEMO: '0' });
  await loadInto(server.directory, JSON.parse(new TextDecoder().decode(example('plan.json'))));
  const response = claimResponseIn(await submit(server.url, example('requests/9-advanced-heart-failure.json')));
  expect(actionsOf(response)).toEqual([{ sequence: 1, action: 'A1' }]);
});

it('a second process on the same directory is refused, and told who holds it', async () => {
  const server = await serverWith({});
  await expect(startServer(server.directory)).rejects.toThrow(/is in use by process/);
});
