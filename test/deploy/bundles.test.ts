import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import type { MedplumClient } from '@medplum/core';
import type { Bundle, Claim, Communication, PractitionerRole } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { bots } from '../../bots/manifest.ts';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { botFile, bundleBot } from '../../src/deploy/bundleBot.ts';
import { networkTagSystem } from '../../src/fhir/systems.ts';
import { receive } from '../../src/intake/receive.ts';
import { openEmbeddedStore } from '../../src/store/index.ts';
import { eventFor } from '../bots/botRuns.ts';
import { storedCase } from '../intake/cases.ts';
import { exampleBundle, message } from '../intake/harness.ts';
import { serviceRequest, storedClaim } from '../intake/storedClaims.ts';
import { handlerIn, missingIn } from './vmContext.ts';

const bundles = new Map<string, string>();
beforeAll(async () => {
  for (const { name } of bots) bundles.set(name, await bundleBot(name));
});

function bundleOf(name: string): string {
  const code = bundles.get(name);
  if (code === undefined) throw new Error(`There is no bot ${name}`);
  return code;
}

/** An embedded store with the demo plan, as it was some time ago: what is stored now counts as left behind. */
async function openStore({ minutesAgo = 0 } = {}): Promise<MedplumClient> {
  const now = () => Temporal.Now.instant().subtract({ minutes: minutesAgo });
  const store = await openEmbeddedStore({ directory: ':memory:', bots: [], secrets: {}, now });
  onTestFinished(() => store.close());
  await loadDemoPlan(store.client);
  return store.client;
}

function actionCode({ entry = [] }: Bundle): string | undefined {
  const text = JSON.stringify(entry[0]?.resource);
  return /"system":"https:\/\/codesystem.x12.org\/005010\/306","code":"(\w+)"/.exec(text)?.[1];
}

describe('the bundle of', () => {
  test.each(bots.map(({ name }) => ({ name })))('$name is made from the file of its handler', async ({ name }) => {
    const bot = bots.find((each) => each.name === name);
    expect(existsSync(botFile(name))).toBe(true);
    expect((await import(botFile(name))).handler).toBe(bot?.handler);
  });

  test.each(bots.map(({ name }) => ({ name })))('$name is below 1 MB, as JSON', ({ name }) => {
    const size = Buffer.byteLength(JSON.stringify(bundleOf(name)));
    expect(size).toBeGreaterThan(10_000);
    expect(size).toBeLessThan(1_000_000);
  });

  test.each(bots.map(({ name }) => ({ name })))(
    '$name asks for nothing but parts of Node, and no files',
    ({ name }) => {
      const asked = [...bundleOf(name).matchAll(/\brequire\(["'`]([^"'`]+)["'`]\)/g)].map(([, module = '']) => module);
      expect(asked).toContain('node:vm');
      expect(
        asked.filter((module) => !isBuiltin(module) || /^(node:)?(fs|child_process|net|http)/.test(module)),
      ).toEqual([]);
    },
  );

  test.each(bots.map(({ name }) => ({ name })))('$name sets exports.handler in a bare context', ({ name }) => {
    expect(typeof handlerIn(bundleOf(name))).toBe('function');
  });

  test.each(bots.map(({ name }) => ({ name })))('$name names nothing of this machine', ({ name }) => {
    expect(bundleOf(name)).not.toContain(process.cwd());
  });

  test('a bot that does not exist: an Error that names it', async () => {
    await expect(bundleBot('no-such-bot')).rejects.toThrow('no-such-bot');
  });

  test.each([
    'process',
    'Buffer',
    'setTimeout',
    'crypto',
    'structuredClone',
    'btoa',
    'Headers',
    'WebSocket',
    'Temporal',
  ])('(in a context without %s of its own)', (name) => {
    expect(missingIn([name])).toEqual([name]);
  });
});

describe('submit, in a bare context,', () => {
  test.each([
    { example: '6-network-cardiologist', code: 'NA' },
    { example: '9-transplant-hepatology', code: 'A1' },
    { example: '10-network-alternative', code: 'A4' },
  ])('answers $example: $code', async ({ example, code }) => {
    const client = await openStore();
    const answer = await handlerIn(bundleOf('submit'))(client, eventFor(exampleBundle(`requests/${example}.json`)));
    expect(actionCode(answer as Bundle)).toBe(code);
  });

  test('refuses with every problem at once, as a plain OperationOutcome, and stores nothing', async () => {
    const client = await openStore();
    const event = eventFor(exampleBundle('requests/0-several-defects.json'));
    const outcome = await handlerIn(bundleOf('submit'))(client, event).catch((refusal: unknown) => refusal);
    expect(outcome).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(outcome).not.toHaveProperty('stack');
    expect((outcome as { issue: unknown[] }).issue.length).toBeGreaterThan(2);
    expect(await client.searchResources('Communication')).toHaveLength(0);
  });

  test('knows a type of resource that no example has', async () => {
    const client = await openStore();
    const bundle = exampleBundle('requests/6-network-cardiologist.json');
    bundle.entry?.push({
      fullUrl: 'urn:uuid:3c9f2b1e-0d1f-4b6a-9a7e-0f3c55aa1234',
      resource: { resourceType: 'MolecularSequence', coordinateSystem: 0 },
    });
    const answer = await handlerIn(bundleOf('submit'))(client, eventFor(bundle));
    expect(actionCode(answer as Bundle)).toBe('NA');
  });
});

describe('in a bare context', () => {
  test('adjudicate-claim answers a stored Claim', async () => {
    const client = await openStore();
    const claim = await storedClaim(client, '10-network-alternative');
    await handlerIn(bundleOf('adjudicate-claim'))(client, eventFor(claim));
    expect((await storedCase(client, `claim|${claim.id}`)).responses).toHaveLength(1);
  });

  test('receive-service-request opens a case', async () => {
    const client = await openStore();
    const request = await client.createResource(serviceRequest('urgent-psychiatry'));
    await handlerIn(bundleOf('receive-service-request'))(client, eventFor(request));
    expect((await storedCase(client, `service-request|${request.id}`)).responses).toHaveLength(1);
  });

  test('sweep takes up a message that was received and not answered', async () => {
    const client = await openStore({ minutesAgo: 10 });
    const received = Temporal.Now.instant().subtract({ minutes: 10 });
    const body = message('6-network-cardiologist');
    const receipt = await receive(client, { key: 'left-behind', channel: 'pas-submit', client: 'ehr', received, body });
    const report = await handlerIn(bundleOf('sweep'))(client, eventFor({ resourceType: 'Bot' }));
    expect(report).toMatchObject({ answered: 1, failed: 0 });
    const after: Communication = await client.readResource('Communication', receipt.id);
    expect(after.status).toBe('completed');
  });

  test('sweep takes up a Claim whose trigger was lost', async () => {
    const client = await openStore({ minutesAgo: 10 });
    const claim = await storedClaim(client, '6-network-cardiologist');
    const report = await handlerIn(bundleOf('sweep'))(client, eventFor({ resourceType: 'Bot' }));
    expect(report).toMatchObject({ answered: 1, failed: 0 });
    const after: Claim = await client.readResource('Claim', claim.id);
    expect(after.meta?.tag).toHaveLength(1);
  });

  test('index-role puts back the tags that a PUT without meta wiped', async () => {
    const client = await openStore();
    const role = await client.searchOne('PractitionerRole', `_tag=${networkTagSystem}|medi-cal-coast`);
    if (!role) throw new Error('The plan has no role in the network');
    const wiped = await client.updateResource<PractitionerRole>({ ...role, meta: undefined });
    await handlerIn(bundleOf('index-role'))(client, eventFor(wiped));
    expect(wiped.meta?.tag).toBeUndefined();
    expect((await client.readResource('PractitionerRole', role.id)).meta?.tag).toEqual(role.meta?.tag);
  });
});
