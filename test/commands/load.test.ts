import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { load } from '../../src/commands/load.ts';
import { openEmbeddedStore } from '../../src/store/index.ts';
import { all, ndjson, plan, wholePlan, writeFiles } from '../directory/load/support.ts';

async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'store-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

async function run(args: readonly string[], env: Record<string, string>, isTTY = false) {
  const written = { stdout: '', stderr: '' };
  const exitCode = await load(args, {
    env,
    stdout: { write: (chunk) => (written.stdout += chunk) },
    stderr: { isTTY, write: (chunk) => (written.stderr += chunk) },
  });
  return { exitCode, ...written };
}

const file = async (content: string) => (await writeFiles({ 'plan.ndjson': content }))[0] ?? '';
const counts = { created: 0, changed: 0, unchanged: 0, ended: 0, rejected: 0 };
const clearLine = '\r\u001b[K';
const size = wholePlan.length;
const yesterday = Temporal.Now.plainDateISO('America/Los_Angeles').subtract({ days: 1 }).toString();

describe('on the directory of a stopped store', () => {
  it('loads, says the counts as one line of JSON, and again changes nothing', async () => {
    const env = { DATA_DIR: await emptyDirectory() };
    const whole = await file(ndjson(wholePlan));
    const first = await run([whole], env);
    expect(first).toEqual({ exitCode: 0, stdout: `${JSON.stringify({ ...counts, created: size })}\n`, stderr: '' });
    const again = await run([whole], env);
    expect(again).toEqual({ exitCode: 0, stdout: `${JSON.stringify({ ...counts, unchanged: size })}\n`, stderr: '' });
  });

  it('shows progress on a terminal only', async () => {
    const result = await run([await file(ndjson(wholePlan))], { DATA_DIR: await emptyDirectory() }, true);
    const shown = result.stderr.split(clearLine);
    expect(shown.slice(0, 2)).toEqual(['', `${size} records read`]);
    expect(shown.at(-1)).toBe(`${size} of ${size} records\n`);
    expect(JSON.parse(result.stdout)).toEqual({ ...counts, created: size });
  });

  it('passes on source, date and snapshot', async () => {
    const directory = await emptyDirectory();
    const options = ['--source', 'sam', '--as-of', yesterday, '--snapshot'];
    await run([await file(ndjson([plan.practitioner, plan.flag])), ...options], { DATA_DIR: directory });
    const result = await run([await file(ndjson([plan.practitioner])), ...options], { DATA_DIR: directory });
    expect(JSON.parse(result.stdout)).toEqual({ ...counts, unchanged: 1, ended: 1 });
    const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
    onTestFinished(() => store.close());
    expect((await all(store.client, 'Basic')).map(({ created }) => created)).toEqual([yesterday]);
    const [flag] = await all(store.client, 'Flag');
    expect(flag?.period?.end).toBe(Temporal.Now.plainDateISO('America/Los_Angeles').toString());
  });
});

describe('a list', () => {
  const list = 'Last,First,Exclusion Type,Since,NPI\nExample,Ada,Prohibition,2026-01-15,1000000012\n';
  const columns = '{"start":"Since"}';

  async function files() {
    const [data = '', names = '', wrong = ''] = await writeFiles({
      'sam.csv': list,
      'c.json': columns,
      'w.json': '{"start":1}',
    });
    const env = { DATA_DIR: await emptyDirectory() };
    await run([await file(ndjson(wholePlan))], env);
    return { data, names, wrong, env };
  }

  it('is read by its own columns or by those of a file, tried, loaded, and loaded again', async () => {
    const { data, names, env } = await files();
    const args = [data, '--source', 'sam', '--columns', names, '--as-of', yesterday];
    const read = { ...counts, lines: 1, notOfRecord: 0 };
    const tried = await run([...args, '--dry-run'], env, true);
    expect([tried.exitCode, tried.stderr]).toEqual([0, `${clearLine}1 lines read${clearLine}1 of 1 records\n`]);
    expect(JSON.parse(tried.stdout)).toEqual({ ...read, created: 1 });
    expect(JSON.parse((await run(args, env)).stdout)).toEqual({ ...read, created: 1 });
    expect(JSON.parse((await run(args, env)).stdout)).toEqual({ ...read, unchanged: 1 });
  });

  it('with a changed header exits 1, tells both, and writes nothing', async () => {
    const { data, env } = await files();
    const result = await run([data, '--source', 'sam'], env);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(
      /has no column Active Date; nothing was written\. Found: Last, First.*Expected: Last/,
    );
  });

  it('with columns that are no columns exits 1', async () => {
    const { data, wrong, env } = await files();
    const result = await run([data, '--source', 'sam', '--columns', wrong], env);
    expect([result.exitCode, result.stderr]).toEqual([
      1,
      expect.stringMatching(/w\.json: .*start.*write JSON such as/s),
    ]);
  });
});

const good = JSON.stringify(plan.plan);

it.for<[content: string, created: number, stderr: RegExp]>([
  [`${good}\n{"resourceType":"Pat`, 1, /plan\.ndjson:2: is not valid JSON/],
  [`${good}\n${JSON.stringify(plan.flag)}`, 1, /plan\.ndjson:2 Flag\.subject: refers to Practitioner\/practitioner/],
  [JSON.stringify({ resourceType: 'Claim', id: '1' }), 0, /plan\.ndjson:1 Claim: is not plan data of record/],
])('exits 1 and names the rejected line of %j', async ([content, created, stderr]) => {
  const result = await run([await file(content)], { DATA_DIR: await emptyDirectory() });
  expect(result.exitCode).toBe(1);
  expect(JSON.parse(result.stdout)).toEqual({ ...counts, created, rejected: 1 });
  expect(result.stderr).toMatch(stderr);
});

it.for<[args: string[], env: Record<string, string>, stderr: RegExp]>([
  [[], {}, /No file was named\.\nUsage: npm run -s load/],
  [['--colour'], {}, /Unknown option '--colour'.*\nUsage:/],
  [['x.json', '--source'], {}, /--source.*\nUsage:/s],
  [['x.json', '--as-of', '2026-11-01'], {}, /--as-of needs --source/],
  [['x.json', '--source', 'sam', '--as-of', 'today'], {}, /Date "today": write a date as YYYY-MM-DD/],
  [['x.json', '--source', 'a b'], {}, /Source "a b"/],
  [['x.json', '--source', 'sam', '--columns', 'y.json'], {}, /--columns is for a list in CSV: name it with --source/],
  [['x.csv', '--source', 'sam', '--columns', 'y.json'], {}, /Columns y\.json: cannot be read; write JSON such as/],
  [['x.csv'], {}, /x\.csv: name its list with --source, one of nppes, oig-leie,.*\nUsage:/],
  [['x.csv', '--source', 'leie'], {}, /x\.csv: name its list with --source, one of nppes/],
  [['x.csv', 'y.ndjson', '--source', 'sam'], {}, /x\.csv: load a list in CSV by itself/],
  [['x.csv', '--source', 'sam', '--as-of', '2999-01-01'], {}, /2999-01-01 is yet to come/],
  [['x.csv', '--source', 'sam', '--all'], {}, /--all is for --source nppes/],
  [['x.csv', '--source', 'nppes', '--snapshot'], {}, /nppes never drops an entry: load it without --snapshot/],
  [['x.csv', '--source', 'sam'], {}, /x\.csv: cannot be opened.*nothing was written/],
  [['x.json'], {}, /x\.json: cannot be opened/],
  [['x.json'], { PLAN_TIME_ZONE: 'Valley' }, /The load stopped: .*Valley/i],
  [['x.json'], { MEDPLUM_BASE_URL: 'https://fhir.example/' }, /needs MEDPLUM_CLIENT_ID and MEDPLUM_CLIENT_SECRET/],
])('exits 1 for %j with %j: %s', async ([args, env, stderr]) => {
  const result = await run(args, { DATA_DIR: await emptyDirectory(), ...env });
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toMatch(stderr);
});

it('exits 1 while another process that serves nothing has the directory', async () => {
  const directory = await emptyDirectory();
  const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
  onTestFinished(() => store.close());
  const result = await run([await file(good)], { DATA_DIR: directory });
  expect(result).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('is in use by process') });
});

it('loads through the server that runs on the directory, with its local secret', async () => {
  const directory = await emptyDirectory();
  const store = await openEmbeddedStore({ directory, bots: [], secrets: {} });
  onTestFinished(() => store.close());
  const authorizations = new Set<string | undefined>();
  const server = createServer(async (request, response) => {
    authorizations.add(request.headers.authorization);
    const path = request.url?.replace(/^\/fhir\/?/, '') ?? '';
    const method = request.method === 'POST' ? 'POST' : 'GET';
    const body = await text(request);
    const reply = await store.request({ method, path, body: body ? JSON.parse(body) : undefined });
    response.writeHead(reply.status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  store.lock.update({ url: `http://127.0.0.1:${port}`, secret: 'local-secret' });

  const result = await run([await file(ndjson(wholePlan))], { DATA_DIR: directory });
  expect(result).toEqual({ exitCode: 0, stdout: `${JSON.stringify({ ...counts, created: size })}\n`, stderr: '' });
  expect([...authorizations]).toEqual(['Bearer local-secret']);
  expect(await all(store.client, 'PractitionerRole')).toHaveLength(1);
});
