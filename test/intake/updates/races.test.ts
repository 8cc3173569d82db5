import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replacedById } from '../../../src/fhir/caseLinks.ts';
import { answerReceipt } from '../../../src/intake/answer.ts';
import { evidenceIn } from '../../../src/intake/evidenceDocument.ts';
import { readEvidence } from '../../../src/intake/readEvidence.ts';
import { receive } from '../../../src/intake/receive.ts';
import { replay } from '../../../src/intake/replay.ts';
import { caseOf, keyOf } from '../cases.ts';
import { decideBy, decisionServiceForTest, parametersOf, people } from '../decision/support.ts';
import { answerTo, intakeStores, type OpenIntake, sender } from '../harness.ts';
import { addItem, cancelItem, itemIn, markChanged, request, standing, tasksOf, updateOf } from './support.ts';

const pended = '10-network-alternative';
const mixed = '3-test-beside-approved-opinion';

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`updates on ${store.name}`, () => {
    let intake: OpenIntake;
    beforeAll(async () => {
      intake = await store.open();
    });
    afterAll(() => intake?.close());

    test('six updates of one version at once: each is answered, in a line, and no item is lost', async () => {
      const { client, context } = intake;
      const first = request(mixed);
      const before = await answerTo(context, first.body);
      const updates = [3, 4, 5, 6, 7, 8].map((sequence) => updateOf(first, (claim) => addItem(claim, 2, sequence)));
      await Promise.all(updates.map(({ body }) => answerTo(context, body)));
      const answers = (await Promise.all(updates.map(({ body }) => caseOf(client, body)))).map(({ responses }) =>
        responses.find(({ identifier }) => identifier?.some(({ use, value }) => use !== 'old' && value)),
      );
      expect(new Set(answers.map((answer) => answer?.id)).size).toBeGreaterThan(0);
      const last = await answerTo(context, updateOf(first, () => {}).body);
      expect(standing(last)).toBe('1 A1, 2 A4, 3 A4, 4 A4, 5 A4, 6 A4, 7 A4, 8 A4');
      const stored = await client.readResource('ClaimResponse', before.id ?? '', { cache: 'reload' });
      expect(stored.status).toBe('cancelled');
      const open = (await tasksOf(client, last)).filter(({ code }) => code?.coding?.[0]?.code === 'review');
      expect(open.map(({ status }) => status)).toEqual(['requested']);
    });

    test('eight runners on one update: one answer, one replaced', async () => {
      const { client, context } = intake;
      const first = request(mixed);
      const before = await answerTo(context, first.body);
      const { body } = updateOf(first, (claim) => cancelItem(itemIn(claim, 2)));
      const received = Temporal.Now.instant();
      const receipt = await receive(client, {
        key: keyOf(body),
        channel: 'pas-submit',
        client: sender,
        received,
        body,
      });
      const answers = await Promise.all(Array.from({ length: 8 }, () => answerReceipt(context, receipt, true)));
      const [id, ...others] = new Set(answers.map(({ response }) => response.id));
      expect(others).toEqual([]);
      const stored = await client.readResource('ClaimResponse', before.id ?? '', { cache: 'reload' });
      expect(replacedById(stored)).toBe(id);
      expect(stored.meta?.versionId).not.toBe(before.meta?.versionId);
      expect((await answerTo(context, body)).id).toBe(id);
    });

    test('an update of a request that is received and not answered: that is answered first', async () => {
      const { client, context } = intake;
      const first = request(pended);
      const received = Temporal.Now.instant().subtract({ minutes: 3 });
      const key = keyOf(first.body);
      await receive(client, { key, channel: 'pas-submit', client: sender, received, body: first.body });
      const answer = await answerTo(context, updateOf(first, () => {}).body);
      const { receipts, responses } = await caseOf(client, first.body);
      expect(receipts.map(({ status }) => status)).toEqual(['completed']);
      expect(responses.map(({ id }) => id)).toContain(answer.id);
      const [task] = await tasksOf(client, answer);
      const before = responses.find(({ id }) => id !== answer.id);
      const since = Temporal.Instant.from(before?.created ?? '');
      expect(Temporal.Instant.from(task?.authoredOn ?? '').toString()).toBe(since.toString());
    });

    test('the evidence of an update replays to the same answer and deadlines', async () => {
      const { client, context } = intake;
      const first = request(mixed);
      await answerTo(context, first.body, Temporal.Now.instant().subtract({ hours: 30 }));
      const { body } = updateOf(first, (claim) => addItem(claim, 2, 3));
      await answerTo(context, body);
      const [document] = (await caseOf(client, body)).evidence;
      const stored = document && (await evidenceIn(client, document));
      const read = readEvidence(stored?.bytes ?? new Uint8Array());
      if (!read.ok) throw new Error(read.problems.join());
      expect(read.evidence.answer.items.map(({ sequence }) => sequence)).toEqual([3]);
      expect(read.evidence.standing?.governing).toEqual(read.evidence.deadlines?.governing);
      expect(replay(read.evidence)).toMatchObject({ ok: true, differences: [] });
    });
  });
}

describe('a decision and an update at once', () => {
  const reason = 'A network cardiologist with the same training can see the member next week.';

  test.each([1, 2, 3, 4])('one wins, and nothing is decided unseen (round %i)', async () => {
    const service = await decisionServiceForTest();
    const { client } = service.store;
    const first = request(pended);
    const before = await answerTo(service.context, first.body);
    const [task] = await tasksOf(client, before);
    const { body } = updateOf(first, (claim) => {
      itemIn(claim, 1).quantity = { value: 2, unit: 'visits' };
      markChanged(itemIn(claim, 1));
    });
    const said = parametersOf({ decision: 'deny', reviewer: people.physician, reason });
    const ifMatch = `W/"${task?.meta?.versionId}"`;
    const [decided, updated] = await Promise.all([
      decideBy(service, task?.id ?? '', said, { 'if-match': ifMatch }),
      answerTo(service.context, body),
    ]);
    if (decided.status === 200) {
      expect(updated.outcome).toBe('error');
      expect(updated.error?.[0]?.code.coding?.[0]?.code).toBe('33');
      return;
    }
    expect([409, 412]).toContain(decided.status);
    expect(standing(updated)).toBe('1 A4');
    const stored = await client.readResource('Task', task?.id ?? '', { cache: 'reload' });
    expect([stored.status, stored.focus?.reference]).toEqual(['requested', `ClaimResponse/${updated.id}`]);
  });

  test("a reviewer's work goes on: owner, status and notes, and the decision is about what is asked for now", async () => {
    const service = await decisionServiceForTest();
    const { client } = service.store;
    const first = request(mixed);
    const before = await answerTo(service.context, first.body);
    const [task] = (await tasksOf(client, before)).filter(({ status }) => status === 'requested');
    const review = (await tasksOf(client, before)).find(({ code }) => code?.coding?.[0]?.code === 'review');
    if (!task || !review) throw new Error('There is no review');
    const note = { text: 'Called the clinic.' };
    await client.updateResource({ ...review, status: 'in-progress', owner: { display: 'A nurse' }, note: [note] });
    const { body } = updateOf(first, (claim) => {
      claim.item = claim.item?.filter(({ sequence }) => sequence !== 2);
      addItem(claim, 1, 3).quantity = { value: 2, unit: 'visits' };
    });
    const after = await answerTo(service.context, body);
    expect(standing(after)).toBe('1 A1, 2 A4, 3 A1');
    const now = await client.readResource('Task', review.id, { cache: 'reload' });
    expect(now).toMatchObject({ status: 'in-progress', owner: { display: 'A nurse' } });
    expect(now.note?.map(({ text }) => text)).toEqual([note.text, expect.stringContaining('item 3 added or changed')]);
    const said = parametersOf({ decision: 'approve', reviewer: people.physician });
    const reply = await decideBy(service, review.id, said);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    const end = await client.readResource('ClaimResponse', after.id ?? '', { cache: 'reload' });
    expect(standing(end)).toBe('1 A1, 2 A1, 3 A1');
  });
});
