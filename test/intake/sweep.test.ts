import { badRequest, OperationOutcomeError, type WithId } from '@medplum/core';
import type { Claim, ServiceRequest } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { answeredTag, notForUsTag } from '../../src/intake/answeredTag.ts';
import type { IntakeContext } from '../../src/intake/context.ts';
import { receive } from '../../src/intake/receive.ts';
import { answerClaim, answerServiceRequest } from '../../src/intake/storedRequests.ts';
import { sweep } from '../../src/intake/sweep.ts';
import { caseOf, census, keyOf, notAnswered, once, onceFor, startOfClocks, storedCase } from './cases.ts';
import { intakeStores, later, message, type OpenIntake, openForTest, send, sender } from './harness.ts';
import { serviceRequest, storedClaim } from './storedClaims.ts';
import { wrappedClient } from './wrappedClient.ts';

const example = '10-network-alternative';
/** In whole seconds, as clocks are shown; not so long ago that a deadline has passed. */
const received = Temporal.Now.instant().subtract({ minutes: 10 }).round('second');
const minute = { seconds: 61 };

/** A receipt nobody answers. */
async function leaveBehind({ client }: OpenIntake, body: Uint8Array): Promise<void> {
  await receive(client, { key: keyOf(body), channel: 'pas-submit', client: sender, received, body });
}

/** The context on a store that refuses every answer, and counts them. */
function refusing(context: IntakeContext): { readonly context: IntakeContext; tries: number } {
  const counted = {
    tries: 0,
    context: {
      ...context,
      client: wrappedClient(context.client, async ({ parameters, proceed }) => {
        if (!JSON.stringify(parameters).includes('"resourceType":"ClaimResponse"')) return proceed();
        counted.tries += 1;
        throw new OperationOutcomeError(badRequest('Refused by the test'));
      }),
    },
  };
  return counted;
}

function tagCodes({ meta }: Claim | ServiceRequest): readonly (string | undefined)[] {
  return (meta?.tag ?? []).map(({ code }) => code);
}

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`the sweep on ${store.name}`, () => {
    test.each([
      { seconds: 1, left: notAnswered },
      { seconds: 55, left: notAnswered },
      { seconds: 61, left: once(['review']) },
      { seconds: 86_400, left: once(['review']) },
    ])('leaves a receipt in progress for $seconds s as $left.receipts', async ({ seconds, left }) => {
      const intake = await openForTest(store);
      const body = message(example);
      await leaveBehind(intake, body);
      await sweep(later(intake.context, { seconds }));
      const stored = await caseOf(intake.client, body);
      expect(census(stored)).toEqual(left);
      expect(startOfClocks(stored)).toEqual(left === notAnswered ? [] : [received.toString()]);
    });

    test('answers what nobody waits for with the provider still to be told', async () => {
      const intake = await openForTest(store);
      const body = message('9-advanced-heart-failure');
      await leaveBehind(intake, body);
      await sweep(later(intake.context, minute));
      const { tasks } = await caseOf(intake.client, body);
      expect(tasks.map(({ status }) => status)).toEqual(['requested', 'requested']);
    });

    test.each([{ channel: 'pas-submit' }, { channel: 'claim' }, { channel: 'service-request' }] as const)(
      'tries a $channel receipt five times, then puts it on hold for people',
      async ({ channel }) => {
        const intake = await openForTest(store);
        const failing = refusing(intake.context);
        const key = await failFirst(intake, failing.context, channel);
        failing.tries = 0;
        const statuses: (string | undefined)[] = [];
        for (let run = 0; run < 8; run += 1) {
          await sweep(later(failing.context, minute)).catch(() => {});
          statuses.push((await storedCase(intake.client, key)).receipts[0]?.status);
        }
        expect(statuses).toEqual([...Array(5).fill('in-progress'), ...Array(3).fill('on-hold')]);
        expect(failing.tries).toBe(5);
        const { tasks, receipts, responses } = await storedCase(intake.client, key);
        const start = Temporal.Instant.from(receipts[0]?.received ?? '');
        expect(responses).toEqual([]);
        expect(tasks).toEqual([
          expect.objectContaining({
            status: 'requested',
            priority: 'urgent',
            focus: { reference: `Communication/${receipts[0]?.id}` },
            code: expect.objectContaining({ coding: [expect.objectContaining({ code: 'review' })] }),
          }),
        ]);
        const due = Temporal.Instant.from(tasks[0]?.restriction?.period?.end ?? '');
        expect(due.since(start).total('seconds')).toBeCloseTo(72 * 3600, -1);
      },
    );

    /** Receives by the channel, and lets the first answer fail. */
    async function failFirst(intake: OpenIntake, context: IntakeContext, channel: string): Promise<string> {
      if (channel === 'pas-submit') {
        const body = message(example);
        await send(context, body, received).catch(() => {});
        return keyOf(body);
      }
      if (channel === 'claim') {
        const claim = await storedClaim(intake.client, example);
        await answerClaim(context, claim).catch(() => {});
        return `claim|${claim.id}`;
      }
      const request = await intake.client.createResource(serviceRequest('urgent-psychiatry'));
      await answerServiceRequest(context, request).catch(() => {});
      return `service-request|${request.id}`;
    }

    test('holds a receipt for people even when the plan calendar has ended', async () => {
      const intake = await openForTest(store);
      const body = message(example);
      await leaveBehind(intake, body);
      const plan = { version: 'ended', from: '2026-01-01', to: '2026-01-31', closures: [] };
      const { settings } = intake.context;
      const context = { ...intake.context, settings: { ...settings, calendar: { ...settings.calendar, plan } } };
      for (let run = 0; run < 6; run += 1) await sweep(later(context, minute)).catch(() => {});
      const stored = await caseOf(intake.client, body);
      expect(census(stored)).toEqual({ ...notAnswered, receipts: ['on-hold'], tasks: ['review'] });
      const due = Temporal.Instant.from(stored.tasks[0]?.restriction?.period?.end ?? '');
      expect(due.toString()).toBe(received.add({ hours: 72 }).toString());
    });

    test('answers a Claim and a ServiceRequest whose trigger was lost, after a minute', async () => {
      const { client, context } = await openForTest(store);
      const claim = await storedClaim(client, example);
      const request = await client.createResource(serviceRequest('out-of-network-heart-failure'));
      const keys = [`claim|${claim.id}`, `service-request|${request.id}`];
      await sweep(context);
      const early = await Promise.all(keys.map((key) => storedCase(client, key)));
      expect(early.map(({ receipts }) => receipts)).toEqual([[], []]);
      await sweep(later(context, minute));
      const cases = await Promise.all(keys.map((key) => storedCase(client, key)));
      expect(cases.map(census)).toEqual([
        onceFor('claim', ['review']),
        onceFor('service-request', ['notify-member', 'notify-provider']),
      ]);
      expect(cases.map(({ receipts }) => receipts[0]?.received)).toEqual([
        claim.meta?.lastUpdated,
        request.meta?.lastUpdated,
      ]);
    });

    test('puts the tag back that a PUT without meta wiped, and opens no second case', async () => {
      const { client, context } = await openForTest(store);
      const claim = await storedClaim(client, example);
      const request = await client.createResource(serviceRequest('urgent-psychiatry'));
      await answerClaim(context, claim);
      await answerServiceRequest(context, request);
      const keys = [`claim|${claim.id}`, `service-request|${request.id}`];
      const before = await Promise.all(keys.map((key) => storedCase(client, key)));
      const wiped = [await wipe(claim), await wipe(request)];
      expect(wiped.map(tagCodes)).toEqual([[], []]);
      await sweep(later(context, minute));
      const now = [
        await client.readResource('Claim', claim.id),
        await client.readResource('ServiceRequest', request.id),
      ];
      expect(now.map(tagCodes)).toEqual([[answeredTag.code], [answeredTag.code]]);
      const after = await Promise.all(keys.map((key) => storedCase(client, key)));
      expect(after.map(census)).toEqual(before.map(census));
      expect(after.map(({ responses }) => responses)).toEqual(before.map(({ responses }) => responses));

      function wipe<T extends Claim | ServiceRequest>(resource: WithId<T>): Promise<T> {
        return client.updateResource<T>({ ...resource, meta: undefined, language: 'en' });
      }
    });

    test('tags a ServiceRequest without a signal, once, and opens no case', async () => {
      const { client, context } = await openForTest(store);
      const request = await client.createResource(serviceRequest('urgent-psychiatry', { reasonCode: [] }));
      await sweep(later(context, minute));
      const tagged = await client.readResource('ServiceRequest', request.id);
      expect(tagCodes(tagged)).toEqual([notForUsTag.code]);
      expect((await storedCase(client, `service-request|${request.id}`)).receipts).toEqual([]);
      await sweep(later(context, minute));
      expect((await client.readResource('ServiceRequest', request.id)).meta?.versionId).toBe(tagged.meta?.versionId);
    });

    test('three at once: no doubles, and none of them fails', async () => {
      const intake = await openForTest(store);
      const { client, context } = intake;
      const bodies = Array.from({ length: 6 }, () => message(example));
      for (const body of bodies) await leaveBehind(intake, body);
      const claim = await storedClaim(client, example);
      const request = await client.createResource(serviceRequest('urgent-psychiatry'));
      const reports = await Promise.all(Array.from({ length: 3 }, () => sweep(later(context, minute))));
      expect(reports.map(({ failed }) => failed)).toEqual([0, 0, 0]);
      const keys = [...bodies.map(keyOf), `claim|${claim.id}`, `service-request|${request.id}`];
      const cases = await Promise.all(keys.map((key) => storedCase(client, key)));
      expect(cases.map(census)).toEqual([
        ...bodies.map(() => once(['review'])),
        onceFor('claim', ['review']),
        onceFor('service-request', ['review']),
      ]);
    });

    test('goes on after a receipt that fails, and says so', async () => {
      const intake = await openForTest(store);
      const broken = new TextEncoder().encode(`{"resourceType":"Bundle","id":"${crypto.randomUUID()}"}`);
      const sound = [message(example), message(example)];
      await leaveBehind(intake, broken);
      for (const body of sound) await leaveBehind(intake, body);
      await expect(sweep(later(intake.context, minute))).rejects.toThrow(/^\d+ steps of the sweep failed/);
      expect(census(await caseOf(intake.client, broken))).toEqual(notAnswered);
      const cases = await Promise.all(sound.map((body) => caseOf(intake.client, body)));
      expect(cases.map(census)).toEqual([once(['review']), once(['review'])]);
      // On hold it is in nobody's way: the store may be shared.
      for (let run = 0; run < 5; run += 1) await sweep(later(intake.context, minute)).catch(() => {});
      expect((await caseOf(intake.client, broken)).receipts.map(({ status }) => status)).toEqual(['on-hold']);
    });
  });
}
