import { ClientStorage, MedplumClient, MemoryStorage } from '@medplum/core';
import type { Bundle, OperationOutcome, PractitionerRole } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, test } from 'vitest';
import { deployMedplum } from '../../src/commands/deployMedplum.ts';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { botSystem } from '../../src/deploy/placeBot.ts';
import { networkTagSystem } from '../../src/fhir/systems.ts';
import { openMedplumStore } from '../../src/store/index.ts';
import { census, onceFor, storedCase } from '../intake/cases.ts';
import { exampleBundle, message } from '../intake/harness.ts';
import { serviceRequest, storedClaim } from '../intake/storedClaims.ts';

/**
 * A project of a Medplum server for these tests alone: what is deployed stays, and its bots would answer the Claims that
 * other suites write. `npx vitest run test/deploy/medplum.test.ts` with these three set.
 */
const {
  MEDPLUM_DEPLOY_TEST_BASE_URL: baseUrl = '',
  MEDPLUM_DEPLOY_TEST_CLIENT_ID: clientId = '',
  MEDPLUM_DEPLOY_TEST_CLIENT_SECRET: clientSecret = '',
  MEDPLUM_NO_TRANSACTIONS_CLIENT_ID: idWithout = '',
  MEDPLUM_NO_TRANSACTIONS_CLIENT_SECRET: secretWithout = '',
} = process.env;

async function run(id: string, secret: string) {
  const out: string[] = [];
  const errors: string[] = [];
  const env = { MEDPLUM_BASE_URL: baseUrl, MEDPLUM_CLIENT_ID: id, MEDPLUM_CLIENT_SECRET: secret };
  const stdout = { write: (text: string) => out.push(text) };
  const stderr = { write: (text: string) => errors.push(text) };
  const code = await deployMedplum([], { env, stdout, stderr });
  return { code, lines: out.join('').trimEnd().split('\n').slice(0, -1), errors: errors.join('') };
}

const connect = async () => (await openMedplumStore({ baseUrl, clientId, clientSecret })).client;

/** What a client gets from `POST Claim/$submit`: the server's own operation, answered by the bot. */
async function submit(
  client: MedplumClient,
  body: unknown,
): Promise<{ status: number; body: Bundle | OperationOutcome }> {
  const response = await fetch(`${client.fhirUrl('Claim')}/$submit`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', authorization: `Bearer ${client.getAccessToken()}` },
    body: JSON.stringify(body),
  });
  const answer: Bundle | OperationOutcome = JSON.parse(await response.text());
  return { status: response.status, body: answer };
}

const input = (example: string): Bundle => JSON.parse(new TextDecoder().decode(message(example)));

describe.skipIf(baseUrl === '')('on the Medplum server of MEDPLUM_DEPLOY_TEST_BASE_URL, after a deployment', () => {
  let client: MedplumClient;
  let deployed: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    deployed = await run(clientId, clientSecret);
    client = await connect();
    await loadDemoPlan(client);
  });

  test('another one leaves everything alone', async () => {
    const again = await run(clientId, clientSecret);
    expect(deployed).toMatchObject({ code: 0, errors: '' });
    expect(again).toMatchObject({ code: 0, errors: '' });
    expect(again.lines.length).toBeGreaterThan(8);
    expect(again.lines.filter((line) => !line.startsWith('left alone'))).toEqual([]);
  });

  test.each([
    { example: '6-network-cardiologist', code: 'NA' },
    { example: '9-transplant-hepatology', code: 'A1' },
    { example: '10-network-alternative', code: 'A4' },
  ])('a request submitted, $example: 200 and $code; the same again: the same case', async ({ example, code }) => {
    const sent = input(example);
    const replies = [await submit(client, sent), await submit(client, sent)];
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    const responses = replies.map(({ body }) => (body as Bundle).entry?.[0]?.resource);
    expect(JSON.stringify(responses[0])).toContain(`"https://codesystem.x12.org/005010/306","code":"${code}"`);
    expect(responses[0]?.id).toBe(responses[1]?.id);
  });

  test('a request submitted with several defects: 400 with each of them', async () => {
    const { status, body } = await submit(client, exampleBundle('requests/0-several-defects.json'));
    expect(status).toBe(400);
    expect((body as OperationOutcome).issue.length).toBeGreaterThan(2);
  });

  test('a Claim written straight in is answered', async () => {
    const claim = await storedClaim(client, '10-network-alternative');
    await expect
      .poll(async () => census(await storedCase(client, `claim|${claim.id}`)), { timeout: 30_000, interval: 500 })
      .toEqual(onceFor('claim', ['review']));
  });

  test('a ServiceRequest opens a case', async () => {
    const request = await client.createResource(serviceRequest('urgent-psychiatry'));
    await expect
      .poll(async () => census(await storedCase(client, `service-request|${request.id}`)), {
        timeout: 30_000,
        interval: 500,
      })
      .toEqual(onceFor('service-request', ['review']));
  });

  test('a PractitionerRole written over without meta gets its network tags back', async () => {
    const role = await client.searchOne('PractitionerRole', `_tag=${networkTagSystem}|medi-cal-coast`);
    if (!role) throw new Error('The plan has no role in the network');
    const wiped = await client.updateResource<PractitionerRole>({ ...role, meta: undefined });
    expect(wiped.meta?.tag).toBeUndefined();
    await expect
      .poll(async () => (await client.readResource('PractitionerRole', role.id, { cache: 'reload' })).meta?.tag, {
        timeout: 30_000,
        interval: 500,
      })
      .toEqual(role.meta?.tag);
  });

  test('the sweep runs each minute', async () => {
    const bot = await client.searchOne('Bot', `identifier=${botSystem}|sweep`, { cache: 'reload' });
    expect(bot?.cronString).toBe('* * * * *');
  });
});

describe.skipIf(baseUrl === '' || idWithout === '')('on a project of that server without transaction-bundles', () => {
  test('nothing is deployed, and it says why', async () => {
    const { code, errors } = await run(idWithout, secretWithout);
    expect(code).toBe(1);
    expect(errors).toContain('feature transaction-bundles');
    const storage = new ClientStorage(new MemoryStorage());
    const client = new MedplumClient({ baseUrl, storage, cacheTime: 0 });
    await client.startClientLogin(idWithout, secretWithout);
    expect(await client.searchResources('Bot', `identifier=${botSystem}|sweep`)).toHaveLength(0);
  });
});
