import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ClaimResponse } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { caseSystem } from '../../src/fhir/systems.ts';
import { openMedplumStore } from '../../src/store/index.ts';
import { expectations } from '../examples/examples.ts';
import { actionsOf, claimResponseIn, example, search, submit } from '../support/fhirHttp.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../support/server.ts';
import { type FaultyServer, faultyWayTo } from './faultyServer.ts';
import { environmentFor, needs, type TestServer, testServer } from './server.ts';

const run = promisify(execFile);
const directory = temporaryDirectory();
afterAll(directory.remove);

const noServer: TestServer = { baseUrl: '', clientId: '', clientSecret: '' };
const medplum = testServer ?? noServer;

function start(changes: Record<string, string> = {}): Promise<RunningServer> {
  return startServer(directory.path, { ...environmentFor(medplum), ...changes });
}

/** The pended example, as a submission of its own. */
function submission(): string {
  const bundle = JSON.parse(new TextDecoder().decode(example('requests/10-network-alternative.json')));
  return JSON.stringify({
    ...bundle,
    identifier: { system: 'https://ehr.example/submission', value: crypto.randomUUID() },
  });
}

/** Everything stored of a case. */
async function census(url: string, response: ClaimResponse): Promise<Record<string, number>> {
  const key = response.identifier?.find(({ system }) => system === caseSystem)?.value;
  const [responses, claims, tasks] = await Promise.all([
    search(url, 'ClaimResponse', `identifier=${caseSystem}|${key}`),
    search(url, 'Claim', `identifier=${caseSystem}|${key}`),
    search(url, 'Task', `focus=ClaimResponse/${response.id}`),
  ]);
  return { responses: responses.length, claims: claims.length, tasks: tasks.length };
}

const one = { responses: 1, claims: 1, tasks: 1 };

describe.skipIf(!testServer)(`the service on a Medplum server (${needs})`, () => {
  beforeAll(async () => {
    await run('npm', ['run', '-s', 'load', '--', 'fhir-profiles/examples/plan.json'], {
      env: { ...process.env, ...environmentFor(medplum) },
    });
  });

  describe('one instance', () => {
    let server: RunningServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.stop());

    it.for(expectations.map((expected) => [expected.row, expected.file, expected] as const))(
      'row %i: %s',
      async ([, , expected]) => {
        const reply = await submit(server.url, example(expected.file));
        expect(reply.status, JSON.stringify(reply.body)).toBe(expected.status);
        if (reply.status !== 200) return;
        const response = claimResponseIn(reply);
        expect(response.outcome).toBe(expected.outcome);
        expect(actionsOf(response)).toEqual(expected.items);
        const tasks = await search(server.url, 'Task', `focus=ClaimResponse/${response.id}`);
        expect(tasks.map(({ code }) => code?.coding?.[0]?.code).sort()).toEqual([...expected.tasks].sort());
      },
    );
  });

  describe('two instances, duplicates, kills and restarts', () => {
    it('no case is lost or doubled', { timeout: 300_000 }, async () => {
      const steady = await start();
      onTestFinished(steady.stop);
      let shaky = await start();
      const bodies = Array.from({ length: 24 }, submission);
      const first = bodies.flatMap((body) => [submit(steady.url, body), submit(shaky.url, body)].map(settled));
      await Promise.race(first);
      await shaky.kill();
      await Promise.all(first);
      shaky = await start();
      onTestFinished(shaky.stop);
      const answers = await Promise.all(
        bodies.map(async (body) => {
          const both = await Promise.all([submit(steady.url, body), submit(shaky.url, body)]);
          return both.map(claimResponseIn);
        }),
      );
      for (const [mine, other] of answers) expect(mine?.id).toBe(other?.id);
      for (const [answer] of answers) if (answer) expect(await census(steady.url, answer)).toEqual(one);
    });
  });

  describe('a server on its worst days', () => {
    let way: FaultyServer;
    let server: RunningServer;
    beforeAll(async () => {
      way = await faultyWayTo(medplum.baseUrl);
      server = await start({ MEDPLUM_BASE_URL: way.url });
    });
    afterAll(async () => {
      await server.stop();
      await way.close();
    });

    const isTransaction = (method: string, path: string) => method === 'POST' && /\/fhir\/R4\/?$/.test(path);
    const isReceipt = (method: string, path: string) => method === 'POST' && path.endsWith('/Communication');
    const worst = [
      ['refused', 'always', () => true],
      ['broken', 'always', () => true],
      ['throttled', 'always', () => true],
      ['refused', 'at the commit', isTransaction],
      ['broken', 'at the commit', isTransaction],
      ['throttled', 'at the commit', isTransaction],
      ['lost-reply', 'at the receipt', isReceipt],
      ['lost-reply', 'at the commit', isTransaction],
    ] as const;
    it.for(worst)(
      '%s, %s: 503 or the true answer, and afterwards one case',
      { timeout: 120_000 },
      async ([fault, , when]) => {
        const body = submission();
        way.fail(fault, when);
        const during = await submit(server.url, body);
        way.fail('none');
        expect([200, 503], JSON.stringify(during.body)).toContain(during.status);
        if (during.status === 503) expect(Number(during.headers.get('retry-after'))).toBeGreaterThan(0);
        const answer = claimResponseIn(await submit(server.url, body));
        expect(actionsOf(answer)).toEqual([{ sequence: 1, action: 'A4' }]);
        expect(await census(server.url, answer)).toEqual(one);
      },
    );
  });

  it('renews a token that ends while it runs', async () => {
    const { client, close } = await openMedplumStore(medplum);
    onTestFinished(close);
    const application = await client.readResource('ClientApplication', medplum.clientId);
    await client.updateResource({ ...application, accessTokenLifetime: '8s' });
    onTestFinished(async () => {
      await client.updateResource(application);
    });
    const server = await start();
    onTestFinished(server.stop);
    expect((await submit(server.url, submission())).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 9000));
    expect((await submit(server.url, submission())).status).toBe(200);
  });

  describe('refuses to start, and says why', () => {
    const wrong: readonly (readonly [what: string, changes: Record<string, string>, says: RegExp])[] = [
      ['a URL where nobody is', { MEDPLUM_BASE_URL: 'http://127.0.0.1:9/' }, /MEDPLUM_BASE_URL/],
      ['a wrong secret', { MEDPLUM_CLIENT_SECRET: 'wrong' }, /MEDPLUM_CLIENT_SECRET/],
      ['no client', { MEDPLUM_CLIENT_ID: '' }, /MEDPLUM_CLIENT_ID/],
    ];
    it.for(wrong)('%s', async ([, changes, says]) => {
      await expect(start(changes)).rejects.toThrow(says);
    });

    const { MEDPLUM_NO_TRANSACTIONS_CLIENT_ID: id = '', MEDPLUM_NO_TRANSACTIONS_CLIENT_SECRET: secret = '' } =
      process.env;
    it.skipIf(id === '')(
      'a project without transaction-bundles (needs MEDPLUM_NO_TRANSACTIONS_CLIENT_ID and _SECRET)',
      async () => {
        await expect(start({ MEDPLUM_CLIENT_ID: id, MEDPLUM_CLIENT_SECRET: secret })).rejects.toThrow(
          /transaction-bundles/,
        );
      },
    );
  });
});

function settled(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'answered',
    () => 'cut off',
  );
}
