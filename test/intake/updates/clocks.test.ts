import type { ClaimResponse, Task } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { clockUrl } from '../../../src/fhir/clock.ts';
import { extensionOf, extensionsOf } from '../../../src/fhir/elements.ts';
import { pasExtension } from '../../../src/pas/codes.ts';
import {
  type DecisionService,
  decideBy,
  decisionServiceForTest,
  parametersOf,
  people,
  received,
} from '../decision/support.ts';
import { answerTo } from '../harness.ts';
import {
  type Change,
  itemIn,
  markChanged,
  notesOf,
  request,
  standing,
  tasksOf,
  updateOf,
  type Version,
} from './support.ts';

const pended = '10-network-alternative';
const urgent: Change = (claim) => {
  claim.priority = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/processpriority', code: 'stat' }] };
};
const routine: Change = (claim) => {
  claim.priority = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/processpriority', code: 'normal' }] };
};
const changed: Change = (claim) => {
  itemIn(claim, 1).quantity = { value: 2, unit: 'visits' };
  markChanged(itemIn(claim, 1));
};

async function openTask(service: DecisionService, response: ClaimResponse): Promise<Task> {
  const [task, ...others] = (await tasksOf(service.store.client, response)).filter(
    ({ status, code }) => status !== 'cancelled' && code?.coding?.[0]?.code === 'review',
  );
  expect(others).toEqual([]);
  if (!task) throw new Error('There is no review Task');
  return task;
}

function governing(element: Task | ClaimResponse): readonly string[] {
  return extensionsOf(element, clockUrl)
    .filter((clock) => extensionOf(clock, 'governing')?.valueBoolean)
    .map((clock) => `${extensionOf(clock, 'id')?.valueCode} ${extensionOf(clock, 'due')?.valueDateTime}`);
}

interface Row {
  readonly what: string;
  readonly first: Change;
  readonly update: Change;
  readonly after: Temporal.DurationLike;
  readonly governs: string;
  readonly priority: string;
}

const routineDue = 'decision-7-calendar-days 2026-11-30T23:59:59-08:00';
const rows: readonly Row[] = [
  { what: 'nothing', first: routine, update: () => {}, after: { hours: 30 }, governs: routineDue, priority: 'routine' },
  { what: 'an item', first: routine, update: changed, after: { hours: 30 }, governs: routineDue, priority: 'routine' },
  {
    what: 'an item, after the deadline',
    first: routine,
    update: changed,
    after: { hours: 240 },
    governs: routineDue,
    priority: 'routine',
  },
  {
    what: 'routine to urgent, early',
    first: routine,
    update: urgent,
    after: { hours: 24 },
    governs: 'urgent-72h 2026-11-27T10:00:00-08:00',
    priority: 'urgent',
  },
  {
    what: 'routine to urgent, so late that the running clock ends first',
    first: routine,
    update: urgent,
    after: { hours: 144 },
    governs: routineDue,
    priority: 'urgent',
  },
  {
    what: 'urgent to routine, which lowers nothing',
    first: urgent,
    update: routine,
    after: { hours: 10 },
    governs: 'urgent-72h 2026-11-26T10:00:00-08:00',
    priority: 'urgent',
  },
];

test.each(rows)(
  'an update of $what, received $after later: $governs',
  async ({ first, update, after, governs, priority }) => {
    const service = await decisionServiceForTest();
    const version = request(pended, first);
    const before = await answerTo(service.context, version.body, received);
    const answer = await answerTo(service.context, updateOf(version, update).body, received.add(after));
    expect(standing(answer)).toBe('1 A4');
    const task = await openTask(service, answer);
    expect(governing(task)).toEqual([governs]);
    expect(governing(answer)).toEqual([governs]);
    expect(task.restriction?.period?.end).toBe(governs.split(' ')[1]);
    expect(task.priority).toBe(priority);
    expect(task.id).toBe((await openTask(service, before).catch(() => task)).id);
    expect(notesOf(answer, 1).filter((note) => note.includes('at the latest'))).toEqual([
      `This ${priority} request is decided by ${governs.split(' ')[1]} at the latest.`,
    ]);
  },
);

async function decided(
  service: DecisionService,
  version: Version,
  said: Parameters<typeof parametersOf>[0],
): Promise<void> {
  const before = await answerTo(service.context, version.body, received);
  const { id = '' } = await openTask(service, before);
  const reply = await decideBy(service, id, parametersOf({ reviewer: people.physician, ...said }));
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
}

test('what a person extended stays extended, and can be extended once only', async () => {
  const service = await decisionServiceForTest();
  const version = request(pended);
  const extension = { decision: 'extend', reason: 'Records are awaited.', dueBy: '2026-12-04' };
  await decided(service, version, extension);
  const answer = await answerTo(service.context, updateOf(version, changed).body, received.add({ hours: 30 }));
  const task = await openTask(service, answer);
  expect(governing(task)).toEqual(['extension-14-calendar-days 2026-12-04T23:59:59-08:00']);
  const again = await decideBy(service, task.id ?? '', parametersOf({ reviewer: people.physician, ...extension }));
  expect(again.status).toBe(422);
});

test('what was decided has no clock left: a change of it is received now', async () => {
  const service = await decisionServiceForTest();
  const version = request(pended);
  await decided(service, version, { decision: 'approve' });
  const at = received.add({ hours: 24 * 30 });
  const answer = await answerTo(service.context, updateOf(version, changed).body, at);
  expect(standing(answer)).toBe('1 A4');
  const task = await openTask(service, answer);
  expect(Temporal.Instant.from(task.authoredOn ?? '').equals(at)).toBe(true);
  expect(governing(task)[0]).toContain('2026-12-30');
  expect(notesOf(answer, 1).join()).toContain('is not withdrawn by this answer');
});

test.each([
  { what: 'the update repeats', second: urgent },
  { what: 'the update leaves out', second: routine },
])('a mark of a professional that $what is not lowered by the plan', async ({ second }) => {
  const service = await decisionServiceForTest();
  const version = request(pended, urgent);
  await answerTo(service.context, version.body, received);
  const answer = await answerTo(service.context, updateOf(version, second).body, received.add({ hours: 10 }));
  const task = await openTask(service, answer);
  const said = { decision: 'lower-urgency', reviewer: people.physician, reason: 'It can wait.' };
  const reply = await decideBy(service, task.id ?? '', parametersOf(said));
  expect([reply.status, JSON.stringify(reply.body)]).toEqual([422, expect.stringContaining('III.A.2')]);
  expect((await openTask(service, answer)).priority).toBe('urgent');
});

test('a mark that only the update brings is not lowered by the plan', async () => {
  const service = await decisionServiceForTest();
  const version = request(pended, routine);
  await answerTo(service.context, version.body, received);
  const answer = await answerTo(service.context, updateOf(version, urgent).body, received.add({ hours: 10 }));
  const said = { decision: 'lower-urgency', reviewer: people.physician, reason: 'It can wait.' };
  const task = await openTask(service, answer);
  expect((await decideBy(service, task.id ?? '', parametersOf(said))).status).toBe(422);
});

test.each(['2026-12-07', '2026-12-08'])(
  'an extension of an update to %s counts from the first receipt',
  async (dueBy) => {
    const service = await decisionServiceForTest();
    const version = request(pended);
    await answerTo(service.context, version.body, received);
    const answer = await answerTo(service.context, updateOf(version, changed).body, received.add({ hours: 60 }));
    const said = { decision: 'extend', reviewer: people.physician, reason: 'Records are awaited.', dueBy };
    const reply = await decideBy(service, (await openTask(service, answer)).id ?? '', parametersOf(said));
    expect(reply.status, JSON.stringify(reply.body)).toBe(dueBy === '2026-12-07' ? 200 : 422);
  },
);

test('an update that undoes what a person decided is software’s answer again: nobody reviewed it', async () => {
  const service = await decisionServiceForTest();
  const version = request(pended);
  await decided(service, version, { decision: 'approve' });
  const flag = (answer: ClaimResponse) =>
    extensionOf(extensionOf(answer, pasExtension.claimResponseReviewer), 'wasHumanReviewedFlag')?.valueBoolean;
  expect(flag(await answerTo(service.context, version.body))).toBe(true);
  const answer = await answerTo(service.context, updateOf(version, changed).body, received.add({ hours: 30 }));
  expect(flag(answer)).toBe(false);
  expect(JSON.stringify(answer)).not.toContain('reviewerNPI');
});
