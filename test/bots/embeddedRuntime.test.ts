import type { Claim, ServiceRequest } from '@medplum/fhirtypes';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bots } from '../../bots/manifest.ts';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { answeredTag, notForUsTag } from '../../src/intake/answeredTag.ts';
import { openEmbeddedStore } from '../../src/store/index.ts';
import { census, onceFor, storedCase } from '../intake/cases.ts';
import { answerTo, contextOf, message } from '../intake/harness.ts';
import { serviceRequest, storedClaim } from '../intake/storedClaims.ts';

/** An embedded store with the project's own bots, and whatever they log. */
async function openWithBots() {
  const log: unknown[] = [];
  const store = await openEmbeddedStore({
    directory: ':memory:',
    bots,
    secrets: {},
    log: (entry) => log.push(entry),
  });
  onTestFinished(() => store.close());
  await loadDemoPlan(store.client);
  return { store, client: store.client, log };
}

function tagCodes({ meta }: Claim | ServiceRequest): readonly (string | undefined)[] {
  return (meta?.tag ?? []).map(({ code }) => code);
}

describe('the bots on the embedded store', () => {
  test('answer a Claim that is written straight into it', async () => {
    const { store, client, log } = await openWithBots();
    const claim = await storedClaim(client, '10-network-alternative');
    await store.idle();
    const stored = await storedCase(client, `claim|${claim.id}`);
    expect(census(stored)).toEqual(onceFor('claim', ['review']));
    expect(stored.responses[0]?.request).toEqual({ reference: `Claim/${claim.id}` });
    expect(stored.tasks[0]?.basedOn).toEqual([{ reference: `Claim/${claim.id}` }]);
    expect(stored.receipts[0]?.received).toBe(claim.meta?.lastUpdated);
    expect(tagCodes(await client.readResource('Claim', claim.id))).toEqual([answeredTag.code]);
    expect(log).toEqual([]);
  });

  test.each([
    { example: 'member-asks-for-network-cardiologist', tasks: [] },
    { example: 'out-of-network-heart-failure', tasks: ['notify-member', 'notify-provider'] },
    { example: 'urgent-psychiatry', tasks: ['review'] },
  ])('open a case for ServiceRequest $example, with $tasks', async ({ example, tasks }) => {
    const { store, client, log } = await openWithBots();
    const request = await client.createResource(serviceRequest(example));
    await store.idle();
    expect(census(await storedCase(client, `service-request|${request.id}`))).toEqual(
      onceFor('service-request', tasks),
    );
    expect(tagCodes(await client.readResource('ServiceRequest', request.id))).toEqual([answeredTag.code]);
    expect(log).toEqual([]);
  });

  test('come to rest: what they write starts none of them without end', async () => {
    const { store, client } = await openWithBots();
    const request = await client.createResource(serviceRequest('urgent-psychiatry'));
    const other = await client.createResource(serviceRequest('urgent-psychiatry', { reasonCode: [] }));
    const claim = await storedClaim(client, '6-network-cardiologist');
    await store.idle();
    const versions = await Promise.all([
      client.readHistory('ServiceRequest', request.id),
      client.readHistory('ServiceRequest', other.id),
      client.readHistory('Claim', claim.id),
    ]);
    expect(versions.map(({ total }) => total)).toEqual([2, 2, 2]);
  });

  test('leave what came by $submit alone: its Claim is stored as answered', async () => {
    const { store, client, log } = await openWithBots();
    const response = await answerTo(contextOf(client), message('10-network-alternative'));
    await store.idle();
    const stored = await client.readResource('ClaimResponse', response.id ?? '');
    const id = stored.request?.reference?.replace('Claim/', '') ?? '';
    expect(await storedCase(client, `claim|${id}`)).toMatchObject({ receipts: [], responses: [] });
    expect(log).toEqual([]);
  });

  test('put the tag back at once that a PUT without meta wiped', async () => {
    const { store, client } = await openWithBots();
    const request = await client.createResource(serviceRequest('urgent-psychiatry'));
    await store.idle();
    await client.updateResource<ServiceRequest>({ ...request, meta: undefined, note: [{ text: 'Please call' }] });
    await store.idle();
    expect(tagCodes(await client.readResource('ServiceRequest', request.id))).toEqual([answeredTag.code]);
    expect(census(await storedCase(client, `service-request|${request.id}`))).toEqual(
      onceFor('service-request', ['review']),
    );
  });

  test('open the case once a ServiceRequest gets its signal', async () => {
    const { store, client } = await openWithBots();
    const { reasonCode, ...plain } = serviceRequest('urgent-psychiatry');
    const request = await client.createResource<ServiceRequest>(plain);
    await store.idle();
    const tagged = await client.readResource('ServiceRequest', request.id);
    expect(tagCodes(tagged)).toEqual([notForUsTag.code]);
    await client.updateResource<ServiceRequest>({ ...tagged, reasonCode });
    await store.idle();
    expect(tagCodes(await client.readResource('ServiceRequest', request.id))).toEqual([answeredTag.code]);
    expect(census(await storedCase(client, `service-request|${request.id}`))).toEqual(
      onceFor('service-request', ['review']),
    );
  });

  test('each have a name of their own and say in a sentence what they do', () => {
    const names = bots.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['adjudicate-claim', 'receive-service-request', 'sweep']));
    expect(new Set(names).size).toBe(names.length);
    expect(bots.filter(({ description }) => !/^[A-Z].+\.$/.test(description))).toEqual([]);
  });
});
