import type { ClaimResponse } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerReceipt } from '../../src/intake/answer.ts';
import { receive } from '../../src/intake/receive.ts';
import { answerClaim } from '../../src/intake/storedRequests.ts';
import { sweep } from '../../src/intake/sweep.ts';
import { caseOf, census, keyOf, nothing, once, onceFor, storedCase } from './cases.ts';
import { answerIn, answerTo, intakeStores, later, message, type OpenIntake, send, sender } from './harness.ts';
import { storedClaim } from './storedClaims.ts';

const examples = [
  { example: '6-network-cardiologist', tasks: [] },
  { example: '10-network-alternative', tasks: ['review'] },
  { example: '9-advanced-heart-failure', tasks: ['notify-member', 'notify-provider'] },
  { example: '3-test-beside-approved-opinion', tasks: ['notify-member', 'notify-provider', 'review'] },
  { example: '1-75-member-not-found', tasks: [] },
] as const;

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`races on ${store.name}`, () => {
    let intake: OpenIntake;
    beforeAll(async () => {
      intake = await store.open();
    });
    afterAll(() => intake?.close());

    test.each(examples)('8 runners on one receipt of $example: one case, with $tasks', async ({ example, tasks }) => {
      const { client, context } = intake;
      const body = message(example);
      const received = Temporal.Now.instant();
      const receipt = await receive(client, {
        key: keyOf(body),
        channel: 'pas-submit',
        client: sender,
        received,
        body,
      });
      const answers = await Promise.all(Array.from({ length: 8 }, () => answerReceipt(context, receipt, true)));
      const stored = await caseOf(client, body);
      expect(census(stored)).toEqual(once(tasks));
      expect(new Set(answers.map(({ response }) => response.id))).toEqual(new Set([stored.responses[0]?.id]));
    });

    test('identical bytes 20 times at once: one case, one answer, the first instant', async () => {
      const body = message('10-network-alternative');
      const first = Temporal.Now.instant();
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) => send(intake.context, body, first.add({ seconds: index }))),
      );
      const stored = await caseOf(intake.client, body);
      expect(census(stored)).toEqual(once(['review']));
      expect(new Set(results.map((result) => answerIn(result).id))).toEqual(new Set([stored.responses[0]?.id]));
      expect(new Set(results.map((result) => answerIn(result).created))).toEqual(
        new Set([stored.responses[0]?.created]),
      );
    });

    test('32 distinct submissions with 16 in flight all commit', async () => {
      const bodies = Array.from({ length: 32 }, (_, index) =>
        message(examples[index % examples.length]?.example ?? examples[0].example),
      );
      const waiting = [...bodies];
      const responses: ClaimResponse[] = [];
      const lane = async () => {
        for (let body = waiting.shift(); body; body = waiting.shift())
          responses.push(await answerTo(intake.context, body));
      };
      await Promise.all(Array.from({ length: 16 }, lane));
      const cases = await Promise.all(bodies.map((body) => caseOf(intake.client, body)));
      expect(cases.map(census)).toEqual(bodies.map((_, index) => once(examples[index % examples.length]?.tasks)));
      expect(new Set(responses.map(({ id }) => id)).size).toBe(32);
    });

    test('identical bytes later: the same case, as it now stands', async () => {
      const body = message('10-network-alternative');
      const first = await answerTo(intake.context, body);
      const stored = await intake.client.readResource('ClaimResponse', first.id ?? '');
      await intake.client.updateResource<ClaimResponse>({ ...stored, disposition: 'Changed by a person' });
      const again = await answerTo(intake.context, body, Temporal.Now.instant().add({ hours: 5 }));
      expect(again).toMatchObject({ id: first.id, created: first.created, disposition: 'Changed by a person' });
      expect(first.disposition).toBeUndefined();
      expect(census(await caseOf(intake.client, body))).toEqual(once(['review']));
    });

    test('the same Bundle.identifier and Claim.identifier with other content: a case of its own', async () => {
      const body = message();
      const other = new TextEncoder().encode(new TextDecoder().decode(body).replace('I50.22', 'I50.23'));
      const [first, second] = await Promise.all([answerTo(intake.context, body), answerTo(intake.context, other)]);
      expect(second.id).not.toBe(first.id);
      expect(census(await caseOf(intake.client, body))).toEqual(once());
      expect(census(await caseOf(intake.client, other))).toEqual(once());
    });

    test('the same bytes of another client: a case of its own', async () => {
      const body = message();
      const { submit } = await import('../../src/intake/submit.ts');
      const arrival = { body, received: Temporal.Now.instant(), base: 'https://plan.example/fhir' };
      const answers = await Promise.all(['one', 'two'].map((client) => submit(intake.context, { ...arrival, client })));
      expect(new Set(answers.map((answer) => answerIn(answer).id)).size).toBe(2);
      expect(census(await caseOf(intake.client, body))).toEqual(nothing);
    });

    test('adjudicate-claim four times and sweep twice at one Claim: one case', async () => {
      const { client, context } = intake;
      const claim = await storedClaim(client, '10-network-alternative');
      const soon = later(context, { seconds: 61 });
      await Promise.all([
        ...Array.from({ length: 4 }, () => answerClaim(context, claim)),
        ...Array.from({ length: 2 }, () => sweep(soon)),
      ]);
      expect(census(await storedCase(client, `claim|${claim.id}`))).toEqual(onceFor('claim', ['review']));
    });
  });
}
