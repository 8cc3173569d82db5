import type { ClaimResponse, Task, TaskOutput } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isInformationTask } from '../../../src/intake/attachments/informationRequests.ts';
import { recordDecision } from '../../../src/intake/decision/recordDecision.ts';
import { reviewActionOf } from '../../../src/pas/response/decidedItems.ts';
import {
  answerNow,
  type DecisionService,
  decideBy,
  decisionServiceForTest,
  type OpenCase,
  openCase,
  openDecisionService,
  parametersOf,
  partsOf,
  people,
  provenancesOf,
  received,
  type Said,
  taskNow,
  tasksOf,
} from './support.ts';

const decisionCodes = 'https://w3id.org/second-opinion/CodeSystem/decision';
const reason = 'A network cardiologist with the same training can see the member next week.';
const { physician, nurse, alternative } = people;

let service: DecisionService;
beforeAll(async () => {
  service = await openDecisionService();
});
afterAll(() => service.store.close());
beforeEach(() => service.setNow(received));

function outputsOf(said: Said): TaskOutput[] {
  return partsOf(said).map(({ name, ...value }) => ({
    type: { coding: [{ system: decisionCodes, code: name }] },
    ...value,
  })) as TaskOutput[];
}

/** As a person does it in any FHIR client: the Task completed, with the decision as its outputs. */
async function complete({ store }: DecisionService, { task }: OpenCase, said: Said, change: Partial<Task> = {}) {
  const output = outputsOf(said);
  return store.client.updateResource<Task>({
    ...task,
    status: 'completed',
    ...(output.length > 0 ? { output } : {}),
    ...change,
  });
}

async function completedCase(said: Said, example = '10-network-alternative') {
  const open = await openCase(service, example);
  const before = await answerNow(service, open);
  const completed = await complete(service, open, said);
  await recordDecision(service.context, completed);
  return { open, before, after: await answerNow(service, open), task: await taskNow(service, open) };
}

const actionsOf = ({ item = [] }: ClaimResponse) => item.map(reviewActionOf).join(' ');
const businessStatusOf = ({ businessStatus }: Task) => businessStatus?.coding?.[0]?.code;

/** Asking is shown on the Task; any other decision leaves it without a business status. */
const decisionStatus = ({ decision }: Said) =>
  decision === 'request-information' ? 'information-requested' : undefined;

const taken: readonly (Said & { actions: string; status: Task['status']; notices: number; example?: string })[] = [
  { decision: 'approve', reviewer: nurse, actions: 'A1', status: 'completed', notices: 2 },
  {
    decision: 'modify',
    reviewer: physician,
    reason,
    provider: alternative,
    actions: 'A6',
    status: 'completed',
    notices: 2,
  },
  { decision: 'deny', reviewer: physician, reason, actions: 'A3', status: 'completed', notices: 2 },
  { decision: 'deny', reviewer: physician, reason, item: [1], actions: 'A3', status: 'completed', notices: 2 },
  {
    decision: 'extend',
    reviewer: physician,
    reason,
    dueBy: '2026-12-04',
    actions: 'A4',
    status: 'in-progress',
    notices: 2,
  },
  {
    decision: 'lower-urgency',
    reviewer: physician,
    reason,
    example: '10-urgent-suicidal-ideation',
    actions: 'A4',
    status: 'in-progress',
    notices: 2,
  },
  {
    decision: 'request-information',
    reviewer: nurse,
    reason,
    information: 'The last report.',
    actions: 'A4',
    status: 'in-progress',
    notices: 0,
  },
];

const refused: readonly (Said & { says: RegExp })[] = [
  { says: /“decision” is missing.*\n.*“reviewer” is missing/ },
  { decision: 'deny', reason, says: /Task\.output: “reviewer” is missing/ },
  { decision: 'deny', reviewer: nurse, reason, says: /code = 'reviewer'\): The reviewer is not entitled/ },
  { decision: 'deny', reviewer: people.revoked, reason, says: /no active licence is of record/ },
  { decision: 'deny', reviewer: physician, says: /code = 'reason'\): “reason” is missing/ },
  { decision: 'modify', reviewer: physician, reason, says: /“provider” is missing/ },
  { decision: 'extend', reviewer: physician, reason, dueBy: '2026-12-08', says: /14 calendar days/ },
  { decision: 'approve', reviewer: physician, item: [9], says: /does not list item 9/ },
  { decision: 'refuse', reviewer: physician, reason, says: /Task\.output\[0\]: “decision” takes valueCode/ },
];

describe('a Task completed by a plain update', () => {
  test.each(taken)('$decision: $actions, Task $status, $notices notices', async (row) => {
    const { actions, status, notices, example, ...said } = row;
    const { open, after, task } = await completedCase(said, example);
    expect(actionsOf(after)).toBe(actions);
    expect(task.status).toBe(status);
    expect(businessStatusOf(task)).toBe(decisionStatus(row));
    const own = (await tasksOf(service, open.key)).filter((each) => !isInformationTask(each));
    expect(own.length - 1).toBe(notices);
    expect(await provenancesOf(service, open.responseId)).toHaveLength(1);
  });

  test.each(refused)('$decision by $reviewer: back to in-progress, $says; the answer is untouched', async (row) => {
    const { says, ...said } = row;
    const { open, before, after, task } = await completedCase(said);
    expect(after).toEqual(before);
    expect(task.status).toBe('in-progress');
    expect(businessStatusOf(task)).toBe('decision-refused');
    expect(task.statusReason?.text).toMatch(says);
    expect(task.restriction).toEqual(open.task.restriction);
    expect(await tasksOf(service, open.key)).toHaveLength(1);
    expect(await provenancesOf(service, open.responseId)).toEqual([]);
  });

  test('the overdue mark that a refusal takes the place of stays told', async () => {
    const open = await openCase(service, '10-network-alternative');
    const businessStatus = { coding: [{ code: 'overdue' }] };
    await recordDecision(service.context, await complete(service, open, { decision: 'deny' }, { businessStatus }));
    expect((await taskNow(service, open)).note?.at(-1)?.text).toMatch(
      /^The Task was marked overdue\. A decision was refused\./,
    );
  });

  test('a refused one corrected: it stands, and the refusal is gone', async () => {
    const { open, task } = await completedCase({ decision: 'deny', reviewer: nurse, reason });
    const corrected = await complete(service, { ...open, task }, { decision: 'deny', reviewer: physician, reason });
    await recordDecision(service.context, corrected);
    expect(actionsOf(await answerNow(service, open))).toBe('A3');
    const now = await taskNow(service, open);
    expect({ status: now.status, business: now.businessStatus, why: now.statusReason }).toEqual({
      status: 'completed',
    });
  });

  test.each([
    [
      'after $decide',
      async (open: OpenCase) => {
        const said = parametersOf({ decision: 'deny', reviewer: physician, reason });
        expect((await decideBy(service, open.task.id, said)).status).toBe(200);
      },
    ],
    [
      'after itself',
      async (open: OpenCase) => {
        await recordDecision(
          service.context,
          await complete(service, open, { decision: 'deny', reviewer: physician, reason }),
        );
      },
    ],
  ])('%s, run again: nothing is written', async (_when, first) => {
    const open = await openCase(service, '10-network-alternative');
    await first(open);
    const before = [await answerNow(service, open), await tasksOf(service, open.key)];
    for (let run = 0; run < 2; run += 1) await recordDecision(service.context, await taskNow(service, open));
    expect([await answerNow(service, open), await tasksOf(service, open.key)]).toEqual(before);
    expect(await provenancesOf(service, open.responseId)).toHaveLength(1);
  });

  test('not completed: nothing happens', async () => {
    const open = await openCase(service, '10-network-alternative');
    const said = { decision: 'deny', reviewer: physician, reason };
    const changed = await complete(service, open, said, { status: 'in-progress' });
    await recordDecision(service.context, changed);
    expect(await taskNow(service, open)).toEqual(changed);
    expect(actionsOf(await answerNow(service, open))).toBe('A4');
  });
});

describe('the bot record-decision on the embedded store', () => {
  test('decides once the Task is completed, and comes to rest', async () => {
    const running = await decisionServiceForTest(true);
    // A bot goes by the machine's clock.
    running.setNow(Temporal.Now.instant());
    const open = await openCase(running, '10-network-alternative');
    await complete(running, open, { decision: 'deny', reviewer: physician, reason });
    await running.store.idle();
    expect(actionsOf(await answerNow(running, open))).toBe('A3');
    expect(await provenancesOf(running, open.responseId)).toHaveLength(1);
    expect(await tasksOf(running, open.key)).toHaveLength(3);
  });

  test('puts back what does not stand', async () => {
    const running = await decisionServiceForTest(true);
    // A bot goes by the machine's clock.
    running.setNow(Temporal.Now.instant());
    const open = await openCase(running, '10-network-alternative');
    await complete(running, open, { decision: 'deny', reviewer: nurse, reason });
    await running.store.idle();
    expect(actionsOf(await answerNow(running, open))).toBe('A4');
    expect(businessStatusOf(await taskNow(running, open))).toBe('decision-refused');
  });
});
