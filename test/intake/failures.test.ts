import type { ClaimResponse } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Unavailable } from '../../src/intake/retries.ts';
import { answerClaim } from '../../src/intake/storedRequests.ts';
import { sweep } from '../../src/intake/sweep.ts';
import { caseOf, census, once, onceFor, storedCase } from './cases.ts';
import { answerTo, intakeStores, later, message, type OpenIntake } from './harness.ts';
import { storedClaim } from './storedClaims.ts';
import { failing, type StoreFailure, storeFailures } from './storeFailures.ts';
import { type Call, callsOf, wrappedClient } from './wrappedClient.ts';

const example = '9-advanced-heart-failure';
const claimExample = '10-network-alternative';
const expected = once(['notify-member', 'notify-provider']);

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`failures of ${store.name}`, () => {
    let intake: OpenIntake;
    let calls: readonly string[];
    beforeAll(async () => {
      intake = await store.open();
      calls = await callsOf(intake.client, (client) => answerTo({ ...intake.context, client }, message(example)));
    });
    afterAll(() => intake?.close());

    /** The answer, or Unavailable; then, with the store well again, the same bytes once more. */
    async function submitThrough(failure: StoreFailure, when: (call: Call) => boolean) {
      const body = message(example);
      const client = wrappedClient(intake.client, failing(failure, when));
      const first = await answerTo({ ...intake.context, client }, body).catch((error: unknown) => error);
      const again = await answerTo(intake.context, body);
      return { first, again, stored: census(await caseOf(intake.client, body)) };
    }

    function outcomeOf(first: unknown, again: ClaimResponse): unknown {
      if (first instanceof Unavailable) return 'unavailable';
      return first instanceof Error ? `${first.name}: ${first.message}` : (first as ClaimResponse).id === again.id;
    }

    test('a submission receives first, looks up what is of record, and commits once', () => {
      expect(calls[0]).toBe('createResourceIfNoneExist');
      expect(calls.filter((method) => method === 'get').length).toBeGreaterThanOrEqual(8);
      expect(calls.filter((method) => method === 'executeBatch')).toHaveLength(1);
    });

    test.each(storeFailures)('$name at any one call: the right answer, and one case', async (failure) => {
      const runs = await Promise.all(calls.map((_, at) => submitThrough(failure, ({ index }) => index === at + 1)));
      expect(runs.map(({ first, again }) => outcomeOf(first, again))).toEqual(calls.map(() => true));
      expect(runs.map(({ stored }) => stored)).toEqual(calls.map(() => expected));
    });

    test.each(storeFailures.filter(({ name }) => ['409', '500', 'a lost reply'].includes(name)))(
      '$name from any call on: unavailable, and one case once it is over',
      async (failure) => {
        const runs = await Promise.all(calls.map((_, at) => submitThrough(failure, ({ index }) => index > at)));
        expect(runs.map(({ first, again }) => outcomeOf(first, again))).toEqual(calls.map(() => 'unavailable'));
        expect(runs.map(({ stored }) => stored)).toEqual(calls.map(() => expected));
      },
    );

    test.each(storeFailures)(
      '$name at any one call of a bot: one case, at the latest by the sweep',
      async (failure) => {
        const { client, context } = intake;
        const observed = await storedClaim(client, claimExample);
        const botCalls = await callsOf(client, (each) => answerClaim({ ...context, client: each }, observed));
        const claims = await Promise.all(botCalls.map(() => storedClaim(client, claimExample)));
        await Promise.all(
          claims.map((claim, at) => {
            const failed = wrappedClient(
              client,
              failing(failure, ({ index }) => index === at + 1),
            );
            return answerClaim({ ...context, client: failed }, claim).catch(() => undefined);
          }),
        );
        await sweep(later(context, { seconds: 61 }));
        const cases = await Promise.all(claims.map(({ id }) => storedCase(client, `claim|${id}`)));
        expect(cases.map(census)).toEqual(claims.map(() => onceFor('claim', ['review'])));
      },
    );

    test('429 at every commit: unavailable, and one case once it is over', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout'] });
      onTestFinished(() => {
        vi.useRealTimers();
      });
      const throttled = storeFailures.filter(({ name }) => name === '429');
      const runs = Promise.all(
        throttled.map((failure) => submitThrough(failure, ({ method }) => method === 'executeBatch')),
      );
      let settled = false;
      const done = runs.finally(() => {
        settled = true;
      });
      while (!settled) await vi.advanceTimersByTimeAsync(100);
      await done;
      expect((await runs).map(({ first, stored }) => [first instanceof Unavailable, stored])).toEqual([
        [true, expected],
      ]);
    });
  });
}
