import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IntakeContext } from '../../src/intake/context.ts';
import { receive } from '../../src/intake/receive.ts';
import { answerClaim, answerServiceRequest } from '../../src/intake/storedRequests.ts';
import { sweep } from '../../src/intake/sweep.ts';
import { caseOf, census, keyOf, notAnswered, nothing, once, onceFor, startOfClocks, storedCase } from './cases.ts';
import { answerTo, intakeStores, later, message, type OpenIntake, send, sender } from './harness.ts';
import { serviceRequest, storedClaim } from './storedClaims.ts';
import { type Call, callsOf, wrappedClient } from './wrappedClient.ts';

const example = '10-network-alternative';
const received = Temporal.Now.instant().subtract({ minutes: 10 }).round('second');
const soon = { seconds: 61 };

/** What a run has done to the store when it is killed at a call: the calls before it, and with `after` the call itself. */
type Moment = 'before' | 'after';

/** Runs `work` until it comes to the call, where it stops for good, as a killed process would; or until it ends before. */
async function abandonAt(
  context: IntakeContext,
  at: number,
  moment: Moment,
  work: (dying: IntakeContext) => Promise<unknown>,
): Promise<'stopped' | 'ended'> {
  return new Promise((resolve, reject) => {
    const meet = async ({ index, proceed }: Call) => {
      if (index !== at) return proceed();
      if (moment === 'after') await proceed();
      resolve('stopped');
      return new Promise(() => {});
    };
    // On a server the number of calls varies by what meets there: a run may end before it comes to its call.
    work({ ...context, client: wrappedClient(context.client, meet) }).then(() => resolve('ended'), reject);
  });
}

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`a run that stops for good at any of its calls to ${store.name}`, () => {
    let intake: OpenIntake;
    beforeAll(async () => {
      intake = await store.open();
    });
    afterAll(() => intake?.close());

    test.each(['before', 'after'] as const)(
      '%s it: $submit leaves a whole case or none; sent again, one',
      async (moment) => {
        const { client, context } = intake;
        const calls = await callsOf(client, (observed) => answerTo({ ...context, client: observed }, message(example)));
        const bodies = calls.map(() => message(example));
        await Promise.all(
          bodies.map((body, at) => abandonAt(context, at + 1, moment, (dying) => send(dying, body, received))),
        );
        const left = await Promise.all(bodies.map(async (body) => census(await caseOf(client, body))));
        for (const each of left) expect([nothing, notAnswered, once(['review'])]).toContainEqual(each);
        await Promise.all(bodies.map((body) => answerTo(context, body, received.add({ minutes: 5 }))));
        const cases = await Promise.all(bodies.map((body) => caseOf(client, body)));
        expect(cases.map(census)).toEqual(bodies.map(() => once(['review'])));
        expect(cases.map(startOfClocks)).toEqual(
          left.map(({ receipts }) => [(receipts.length > 0 ? received : received.add({ minutes: 5 })).toString()]),
        );
      },
    );

    test.each(['before', 'after'] as const)('%s it: the sweep finishes what $submit received', async (moment) => {
      const { client, context } = intake;
      const calls = await callsOf(client, (observed) => answerTo({ ...context, client: observed }, message(example)));
      const bodies = calls.map(() => message(example));
      await Promise.all(
        bodies.map((body, at) => abandonAt(context, at + 1, moment, (dying) => send(dying, body, received))),
      );
      const left = await Promise.all(bodies.map(async (body) => (await caseOf(client, body)).receipts.length));
      const receivedOnes = bodies.filter((_, index) => left[index] === 1);
      expect(receivedOnes.length).toBeGreaterThan(bodies.length / 2);
      await sweep(later(context, soon));
      const cases = await Promise.all(receivedOnes.map((body) => caseOf(client, body)));
      expect(cases.map(census)).toEqual(receivedOnes.map(() => once(['review'])));
      expect(cases.map(startOfClocks)).toEqual(receivedOnes.map(() => [received.toString()]));
    });

    test.each(['before', 'after'] as const)('%s it: adjudicate-claim is made good by the sweep', async (moment) => {
      const { client, context } = intake;
      const run = async (dying: IntakeContext, id: string) =>
        answerClaim(dying, await client.readResource('Claim', id));
      const { id } = await storedClaim(client, example);
      const calls = await callsOf(client, (observed) => run({ ...context, client: observed }, id));
      const claims = await Promise.all(calls.map(() => storedClaim(client, example)));
      await Promise.all(claims.map((claim, at) => abandonAt(context, at + 1, moment, (dying) => run(dying, claim.id))));
      await sweep(later(context, soon));
      const cases = await Promise.all(claims.map((claim) => storedCase(client, `claim|${claim.id}`)));
      expect(cases.map(census)).toEqual(claims.map(() => onceFor('claim', ['review'])));
      expect(cases.map(({ receipts }) => receipts[0]?.received)).toEqual(claims.map(({ meta }) => meta?.lastUpdated));
    });

    test.each(['before', 'after'] as const)('%s it: receive-service-request too', async (moment) => {
      const { client, context } = intake;
      const write = () => client.createResource(serviceRequest('urgent-psychiatry'));
      const observedRequest = await write();
      const calls = await callsOf(client, (observed) =>
        answerServiceRequest({ ...context, client: observed }, observedRequest),
      );
      const requests = await Promise.all(calls.map(write));
      await Promise.all(
        requests.map((request, at) =>
          abandonAt(context, at + 1, moment, (dying) => answerServiceRequest(dying, request)),
        ),
      );
      await sweep(later(context, soon));
      const cases = await Promise.all(requests.map(({ id }) => storedCase(client, `service-request|${id}`)));
      expect(cases.map(census)).toEqual(requests.map(() => onceFor('service-request', ['review'])));
      expect(cases.map(({ receipts }) => receipts[0]?.received)).toEqual(requests.map(({ meta }) => meta?.lastUpdated));
    });

    test.each(['before', 'after'] as const)('%s it: a sweep is made good by the next', async (moment) => {
      const { client, context } = intake;
      const soonContext = later(context, soon);
      let deaths = 0;
      for (let over = false; !over; ) {
        const body = message(example);
        const key = keyOf(body);
        await receive(client, { key, channel: 'pas-submit', client: sender, received, body });
        over = (await abandonAt(soonContext, deaths + 1, moment, sweep)) === 'ended';
        if (!over) deaths += 1;
        await sweep(soonContext);
        expect(census(await caseOf(client, body)), `death ${deaths}`).toEqual(once(['review']));
      }
      expect(deaths).toBeGreaterThan(15);
    });
  });
}
