import type { WithId } from '@medplum/core';
import type { Claim, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handler as adjudicateClaim } from '../../bots/adjudicateClaim.ts';
import { handler as receiveServiceRequest } from '../../bots/receiveServiceRequest.ts';
import { handler as sweep } from '../../bots/sweep.ts';
import type { BotHandler } from '../../src/store/index.ts';
import { census, onceFor, type StoredCase, storedCase } from '../intake/cases.ts';
import { type OpenIntake, openEmbedded } from '../intake/harness.ts';
import { serviceRequest, storedClaim } from '../intake/storedClaims.ts';
import { eventFor, writesOf } from './botRuns.ts';

let intake: OpenIntake;
beforeAll(async () => {
  intake = await openEmbedded();
});
afterAll(() => intake.close());

async function claimOf(example: string, change: Partial<Claim> = {}): Promise<WithId<Claim>> {
  const claim = await storedClaim(intake.client, example);
  return intake.client.updateResource<Claim>({ ...claim, ...change });
}

async function requestOf(example: string, change: Partial<ServiceRequest> = {}): Promise<WithId<ServiceRequest>> {
  return intake.client.createResource(serviceRequest(example, change));
}

async function caseFor({ resourceType, id }: Resource): Promise<StoredCase> {
  const channel = resourceType === 'Claim' ? 'claim' : 'service-request';
  return storedCase(intake.client, `${channel}|${id}`);
}

interface Meant {
  readonly title: string;
  readonly handler: BotHandler;
  readonly write: () => Promise<WithId<Claim | ServiceRequest>>;
  readonly channel: 'claim' | 'service-request';
  readonly tasks: readonly string[];
}

const meant: readonly Meant[] = [
  {
    title: 'adjudicate-claim, a Claim for a network professional',
    handler: adjudicateClaim,
    write: () => claimOf('6-network-cardiologist'),
    channel: 'claim',
    tasks: [],
  },
  {
    title: 'adjudicate-claim, a Claim for one outside who has to be reviewed',
    handler: adjudicateClaim,
    write: () => claimOf('10-network-alternative'),
    channel: 'claim',
    tasks: ['review'],
  },
  {
    title: 'receive-service-request, a member who asks for a network professional',
    handler: receiveServiceRequest,
    write: () => requestOf('member-asks-for-network-cardiologist'),
    channel: 'service-request',
    tasks: [],
  },
  {
    title: 'receive-service-request, one outside who is approved',
    handler: receiveServiceRequest,
    write: () => requestOf('out-of-network-heart-failure'),
    channel: 'service-request',
    tasks: ['notify-member', 'notify-provider'],
  },
  {
    title: 'receive-service-request, a plan of care',
    handler: receiveServiceRequest,
    write: () => requestOf('urgent-psychiatry', { intent: 'plan' }),
    channel: 'service-request',
    tasks: ['review'],
  },
  {
    title: 'receive-service-request, a proposal',
    handler: receiveServiceRequest,
    write: () => requestOf('urgent-psychiatry', { intent: 'proposal' }),
    channel: 'service-request',
    tasks: ['review'],
  },
];

describe('a bot opens one case', () => {
  test.each(meant)('$title: $tasks', async ({ handler, write, channel, tasks }) => {
    const resource = await write();
    await writesOf(intake.client, handler, eventFor(resource));
    expect(census(await caseFor(resource))).toEqual(onceFor(channel, tasks));
  });

  test.each(meant)('$title: run again it writes nothing', async ({ handler, write }) => {
    const resource = await write();
    const first = await writesOf(intake.client, handler, eventFor(resource));
    const before = await caseFor(resource);
    const again = await writesOf(intake.client, handler, eventFor(resource));
    expect(first).toContain('executeBatch');
    expect(again).toEqual([]);
    expect(await caseFor(resource)).toEqual(before);
  });

  test('by the settings in its secrets', async () => {
    const request = await requestOf('out-of-network-heart-failure');
    await receiveServiceRequest(intake.client, eventFor(request, { AUTO_APPROVE: '0' }));
    expect(census(await caseFor(request))).toEqual(onceFor('service-request', ['review']));
  });

  test('and says so when its secrets are wrong', async () => {
    const request = await requestOf('out-of-network-heart-failure');
    const event = eventFor(request, { AUTO_APPROVE: 'perhaps' });
    await expect(receiveServiceRequest(intake.client, event)).rejects.toThrow('AUTO_APPROVE');
  });
});

const notMeant: readonly { title: string; handler: BotHandler; write: () => Promise<WithId<Resource>> }[] = [
  ...(['claim', 'predetermination'] as const).map((use) => ({
    title: `adjudicate-claim, a Claim with use ${use}`,
    handler: adjudicateClaim,
    write: () => claimOf('6-network-cardiologist', { use }),
  })),
  ...(['draft', 'cancelled', 'entered-in-error'] as const).map((status) => ({
    title: `adjudicate-claim, a Claim with status ${status}`,
    handler: adjudicateClaim,
    write: () => claimOf('6-network-cardiologist', { status }),
  })),
  ...(['draft', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown'] as const).map((status) => ({
    title: `receive-service-request, a ServiceRequest with status ${status}`,
    handler: receiveServiceRequest,
    write: () => requestOf('urgent-psychiatry', { status }),
  })),
  ...(['option', 'directive', 'original-order', 'reflex-order', 'filler-order', 'instance-order'] as const).map(
    (intent) => ({
      title: `receive-service-request, a ServiceRequest with intent ${intent}`,
      handler: receiveServiceRequest,
      write: () => requestOf('urgent-psychiatry', { intent }),
    }),
  ),
];

describe('a bot run for what it is not meant for', () => {
  test.each(notMeant)('$title: nothing', async ({ handler, write }) => {
    const resource = await write();
    expect(await writesOf(intake.client, handler, eventFor(resource))).toEqual([]);
    expect((await caseFor(resource)).receipts).toEqual([]);
  });

  test.each([
    ['without a signal', { reasonCode: [{ text: 'Depression' }] }],
    ['that is not to be performed', { doNotPerform: true }],
  ])('receive-service-request, a ServiceRequest %s: a tag, once, and no case', async (_which, change) => {
    const request = await requestOf('urgent-psychiatry', change);
    const runs = [
      await writesOf(intake.client, receiveServiceRequest, eventFor(request)),
      await writesOf(intake.client, receiveServiceRequest, eventFor(request)),
    ];
    expect(runs).toEqual([['updateResource'], []]);
    expect((await caseFor(request)).receipts).toEqual([]);
  });

  test.each([
    { name: 'adjudicate-claim', handler: adjudicateClaim, type: 'Claim' },
    { name: 'receive-service-request', handler: receiveServiceRequest, type: 'ServiceRequest' },
  ])('$name, a resource of another type: an Error that names $type', async ({ handler, type }) => {
    const [task] = await intake.client.searchResources('Patient', '_count=1');
    if (!task) throw new Error('the plan has no Patient');
    await expect(handler(intake.client, eventFor(task))).rejects.toThrow(type);
  });

  test('sweep, with nothing left behind: nothing', async () => {
    const quiet = await openEmbedded();
    const bot: Resource = { resourceType: 'Bot', name: 'sweep' };
    expect(await writesOf(quiet.client, sweep, eventFor(bot))).toEqual([]);
    await quiet.close();
  });
});
