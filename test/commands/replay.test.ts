import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import type { MedplumClient } from '@medplum/core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { replay } from '../../src/commands/replay.ts';
import { createApp } from '../../src/http/app.ts';
import { answerClaim } from '../../src/intake/storedRequests.ts';
import { openEmbeddedStore } from '../../src/store/index.ts';
import { caseOf, keyOf } from '../intake/cases.ts';
import { answerTo, contextOf, message, openEmbedded } from '../intake/harness.ts';
import { bytesOf, documentOf, received } from '../intake/replays.ts';
import { storedClaim } from '../intake/storedClaims.ts';

async function run(args: readonly string[], env: Record<string, string>) {
  const written = { stdout: '', stderr: '' };
  const exitCode = await replay(args, {
    env,
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
  });
  return { exitCode, ...written };
}

const body = message('3-test-beside-approved-opinion');
const names = {
  key: '',
  answer: '',
  certified: '',
  pended: '',
  claim: '',
  changed: '',
  rewritten: '',
  emptied: '',
  before: '',
};
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'replay-'));
  const { client, context, close } = await openEmbedded(directory);
  const { id = '' } = await answerTo(context, body, received);
  const stored = await caseOf(client, body);
  const numbers = (documentOf(stored).identifier ?? []).map(({ value = '' }) => value);
  const claim = await storedClaim(client, '10-network-alternative');
  await answerClaim(context, claim);
  Object.assign(names, {
    key: keyOf(body),
    answer: id,
    certified: numbers.find((value) => value.startsWith('AUTH')),
    pended: numbers.find((value) => value.startsWith('REF')),
    claim: `claim|${claim.id}`,
    changed: await answeredAnd(client, (text) => text.replace('"action":"A4"', '"action":"A1"')),
    rewritten: await answeredAnd(
      client,
      (text) => text.replace('"policyApplies":true', '"policyApplies":true,"own":1'),
      true,
    ),
    emptied: await answeredAnd(client, () => '{"facts":{}}'),
    before: await answeredBeforeEvidence(client),
  });
  await close();
});
afterAll(() => rm(directory, { recursive: true }));

/** Answers a request, and rewrites its evidence, with its digest or without; gives the id of the ClaimResponse. */
async function answeredAnd(
  client: MedplumClient,
  change: (text: string) => string,
  withDigest = false,
): Promise<string> {
  const other = message('10-network-alternative');
  const { id = '' } = await answerTo(contextOf(client), other, received);
  const document = documentOf(await caseOf(client, other));
  const text = change(new TextDecoder().decode(await bytesOf(client, document)));
  const [content] = document.content;
  const digest = createHash('sha256').update(text).digest('hex');
  const extension = content?.attachment.extension?.map((one) => ({ ...one, valueString: digest }));
  const attachment = { ...content?.attachment, data: btoa(text), ...(withDigest ? { extension } : {}) };
  await client.updateResource({ ...document, content: [{ attachment }] });
  return id;
}

async function answeredBeforeEvidence(client: MedplumClient): Promise<string> {
  const { id = '' } = await answerTo(contextOf(client), message(), received);
  const response = await client.readResource('ClaimResponse', id);
  await client.updateResource({ ...response, extension: undefined });
  return id;
}

describe('on the directory of a stopped store', () => {
  const callings = [
    { by: 'case key', name: 'key' },
    { by: 'certification number', name: 'certified' },
    { by: 'reference number', name: 'pended' },
    { by: 'id of the ClaimResponse', name: 'answer' },
  ] as const;

  test.each(callings)('a case is found by $by; the same answer exits 0', async ({ name }) => {
    const { exitCode, stdout, stderr } = await run(['--case', names[name]], { DATA_DIR: directory });
    expect(stderr).toContain('Replayed: the same.');
    expect(stdout).toBe(`${JSON.stringify({ case: names.key, same: true, differences: [], changedRules: [] })}\n`);
    expect(exitCode).toBe(0);
  });

  test('a Claim that was written into the store is found by its key', async () => {
    const { exitCode, stdout } = await run(['--case', names.claim], { DATA_DIR: directory });
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ case: names.claim, same: true })]);
  });

  test('the summary says what was answered by which row, when it is due, and by which policy and calendar', async () => {
    const { stderr } = await run(['--case', names.key], { DATA_DIR: directory });
    expect(stderr).toMatch(/MPUP3078 approved 2025-11-12, calendar state-and-federal/);
    expect(stderr).toMatch(/Answered: item 1: A1 by row 9, item 2: A4 by row 3/);
    expect(stderr).toMatch(/Due: 2026-12-02T23:59:59-08:00 by decision-7-calendar-days/);
  });

  test('evidence that was changed exits 2, and says where', async () => {
    const { exitCode, stdout, stderr } = await run(['--case', names.changed], { DATA_DIR: directory });
    const report = JSON.parse(stdout);
    expect(report.same).toBe(false);
    expect(report.differences).toEqual([
      {
        path: 'sha-256',
        stored: expect.stringMatching(/^[0-9a-f]{64}$/),
        now: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { path: 'answer.items[0].action', stored: 'A1', now: 'A4' },
    ]);
    expect(stderr).toContain('answer.items[0].action: stored "A1", now "A4"');
    expect(exitCode).toBe(2);
  });

  test('evidence that was rewritten with its digest exits 2: the Provenance of the answer has the digest too', async () => {
    const { exitCode, stdout } = await run(['--case', names.rewritten], { DATA_DIR: directory });
    expect(JSON.parse(stdout)).toMatchObject({ same: false, differences: [{ path: 'sha-256' }] });
    expect(exitCode).toBe(2);
  });
});

const refusals: readonly {
  title: string;
  args: () => readonly string[];
  env?: Record<string, string>;
  stderr: RegExp;
}[] = [
  { title: 'no case named', args: () => [], stderr: /--case is missing\.\nUsage: npm run -s replay/ },
  { title: 'a case without a name', args: () => ['--case'], stderr: /--case.*\nUsage:/s },
  { title: 'an unknown option', args: () => ['--colour'], stderr: /Unknown option '--colour'.*\nUsage:/s },
  {
    title: 'a case nobody knows',
    args: () => ['--case', 'REF000000000000'],
    stderr: /There is no case REF000000000000\. Give the id/,
  },
  { title: 'search syntax', args: () => ['--case', 'a,b'], stderr: /"a,b" is no case key, number or id/ },
  {
    title: 'a case answered before evidence was kept',
    args: () => ['--case', names.before],
    stderr: /was answered before evidence was kept/,
  },
  {
    title: 'evidence without its parts',
    args: () => ['--case', names.emptied],
    stderr: /DocumentReference\/\S+ cannot be read:\ncaseKey: .*\nreceived: /s,
  },
  {
    title: 'no store',
    args: () => ['--case', 'x'],
    env: { DATA_DIR: join(tmpdir(), 'no-such-store') },
    stderr: /There is no store at .*set DATA_DIR/,
  },
  {
    title: 'half of a Medplum server',
    args: () => ['--case', 'x'],
    env: { MEDPLUM_BASE_URL: 'https://fhir.example/' },
    stderr: /needs MEDPLUM_CLIENT_ID/,
  },
];

test.each(refusals)('$title exits 1, with a message and no report', async ({ args, env = {}, stderr }) => {
  const result = await run(args(), { DATA_DIR: directory, ...env });
  expect(result).toEqual({ exitCode: 1, stdout: '', stderr: expect.stringMatching(stderr) });
});

test('a case of a running server is read through it, with its local secret', async () => {
  const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
  onTestFinished(() => store.close());
  const secret = 'a-secret-for-tests';
  const seen = new Set<string | null>();
  const app = createApp({ store, intake: contextOf(store.client), log: () => {}, localSecret: secret });
  const fetch = (request: Request) => {
    seen.add(request.headers.get('authorization'));
    return app.fetch(request);
  };
  await new Promise<void>((resolve) => {
    const server = serve({ fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      store.lock.update({ url: `http://127.0.0.1:${port}`, secret });
      resolve();
    });
    onTestFinished(() => void server.close());
  });
  const { exitCode, stdout } = await run(['--case', names.pended], { DATA_DIR: directory });
  expect([exitCode, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ case: names.key, same: true })]);
  expect([...seen]).toEqual([`Bearer ${secret}`]);
});
