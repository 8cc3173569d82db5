import { describe, expect, test } from 'vitest';
import { sweep } from '../../../src/intake/sweep.ts';
import { reviewActionOf } from '../../../src/pas/response/decidedItems.ts';
import {
  answerNow,
  decideBy,
  decisionServiceForTest,
  openCase,
  parametersOf,
  people,
  provenancesOf,
  type Said,
  taskNow,
  tasksOf,
} from './support.ts';

const reason = 'A network cardiologist with the same training can see the member next week.';
const { physician, osteopath, nurse, alternative } = people;

const mixed: readonly Said[] = [
  { decision: 'approve', reviewer: nurse },
  { decision: 'approve', reviewer: physician },
  { decision: 'deny', reviewer: physician, reason },
  { decision: 'deny', reviewer: osteopath, reason },
  { decision: 'modify', reviewer: physician, reason, provider: alternative },
  { decision: 'modify', reviewer: osteopath, reason, provider: alternative },
  { decision: 'approve', reviewer: osteopath },
  { decision: 'deny', reviewer: physician, reason, item: [1] },
];

describe('eight decisions at once', () => {
  test.each([1, 2, 3])('exactly one stands, seven are told that it is decided (round %i)', async () => {
    const service = await decisionServiceForTest();
    const open = await openCase(service, '10-network-alternative');
    const replies = await Promise.all(mixed.map((said) => decideBy(service, open.task.id, parametersOf(said))));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
    expect(await provenancesOf(service, open.responseId)).toHaveLength(1);
    expect(await tasksOf(service, open.key)).toHaveLength(3);
    const winner = mixed[replies.findIndex(({ status }) => status === 200)];
    const [item] = (await answerNow(service, open)).item ?? [];
    const actions: Record<string, string> = { approve: 'A1', deny: 'A3', modify: 'A6' };
    expect(item && reviewActionOf(item)).toBe(actions[winner?.decision ?? '']);
    expect((await taskNow(service, open)).output?.[1]?.valueIdentifier?.value).toBe(winner?.reviewer);
  });

  test('of eight extensions one stands; the others are told that there was one', async () => {
    const service = await decisionServiceForTest();
    const open = await openCase(service, '10-network-alternative');
    const said = parametersOf({ decision: 'extend', reviewer: physician, reason, dueBy: '2026-12-04' });
    const replies = await Promise.all(mixed.map(() => decideBy(service, open.task.id, said)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422, 422, 422, 422, 422]);
    expect(await provenancesOf(service, open.responseId)).toHaveLength(1);
  });

  test('a sweep that marks the Task overdue meanwhile: the decision stands, late', async () => {
    const service = await decisionServiceForTest();
    const open = await openCase(service, '10-network-alternative');
    service.setNow('2026-12-01T00:00:01-08:00');
    const said = parametersOf({ decision: 'deny', reviewer: physician, reason });
    const [reply] = await Promise.all([decideBy(service, open.task.id, said), sweep(service.context)]);
    expect(reply.status).toBe(200);
    const task = await taskNow(service, open);
    expect([task.status, task.businessStatus?.coding?.[0]?.code]).toEqual(['completed', 'late']);
  });
});
