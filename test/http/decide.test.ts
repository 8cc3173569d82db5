import type { Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reviewActionOf } from '../../src/pas/response/decidedItems.ts';
import {
  answerNow,
  claimResponseOf,
  type DecisionService,
  decideBy,
  issuesOf,
  openCase,
  openDecisionService,
  parametersOf,
  people,
  received,
  type Said,
  taskNow,
  tasksOf,
} from '../intake/decision/support.ts';

const reviewCase = '10-network-alternative';
const urgentCase = '10-urgent-suicidal-ideation';
const markedCase = '10-urgent-level-of-service';
const nobodyNamed = '5-nobody-requested';
const twoItems = '3-test-beside-approved-opinion';
const late = '2026-12-01T09:00:00-08:00';
const reason = 'A network cardiologist with the same training can see the member next week.';
const information = 'The report of the last echocardiogram.';
const { alternative } = people;
/** Humboldt Bay Heart Clinic, and a cardiologist of an advanced heart failure programme outside the network. */
const [clinic, outside] = ['1800000113', '1900000385'];

interface Row {
  readonly decision: string;
  readonly by: keyof typeof people;
  readonly with?: Said;
  readonly on?: string;
  /** Instant of the decision; absent: at once. */
  readonly at?: string;
}

interface Taken extends Row {
  readonly actions: string;
  readonly task: string;
}

interface Refused extends Row {
  readonly status: number;
  readonly says: RegExp;
}

/** Every decision by everyone who may take it: the items’ actions, and the Task with its business status. */
const taken: readonly Taken[] = [
  { decision: 'approve', by: 'physician', actions: 'A1', task: 'completed' },
  { decision: 'approve', by: 'osteopath', actions: 'A1', task: 'completed' },
  { decision: 'approve', by: 'nurse', actions: 'A1', task: 'completed' },
  { decision: 'approve', by: 'nurse', with: { reason }, actions: 'A1', task: 'completed' },
  { decision: 'approve', by: 'psychologist', on: urgentCase, actions: 'A1', task: 'completed' },
  { decision: 'approve', by: 'physician', with: { item: [1] }, actions: 'A1', task: 'completed' },
  { decision: 'approve', by: 'physician', with: { item: [2] }, on: twoItems, actions: 'A1 A1', task: 'completed' },
  {
    decision: 'approve',
    by: 'nurse',
    with: { provider: alternative },
    on: nobodyNamed,
    actions: 'A1',
    task: 'completed',
  },
  { decision: 'approve', by: 'physician', on: '10-two-requested', actions: 'A1', task: 'completed' },
  { decision: 'approve', by: 'physician', on: '2-coverage-ended', actions: 'A1', task: 'completed' },
  { decision: 'approve', by: 'physician', at: late, actions: 'A1', task: 'completed late' },
  { decision: 'modify', by: 'physician', with: { reason, provider: alternative }, actions: 'A6', task: 'completed' },
  { decision: 'modify', by: 'osteopath', with: { reason, provider: alternative }, actions: 'A6', task: 'completed' },
  {
    decision: 'modify',
    by: 'psychologist',
    with: { reason, provider: people.psychologist },
    on: urgentCase,
    actions: 'A6',
    task: 'completed',
  },
  {
    decision: 'modify',
    by: 'physician',
    with: { reason, provider: alternative, reasonCode: 'Network' },
    actions: 'A6',
    task: 'completed',
  },
  {
    decision: 'modify',
    by: 'physician',
    with: { reason, provider: alternative },
    at: late,
    actions: 'A6',
    task: 'completed late',
  },
  // Whoever is of record may be authorized instead: an organization, or a professional outside the network.
  { decision: 'modify', by: 'physician', with: { reason, provider: clinic }, actions: 'A6', task: 'completed' },
  { decision: 'modify', by: 'physician', with: { reason, provider: outside }, actions: 'A6', task: 'completed' },
  { decision: 'deny', by: 'physician', with: { reason }, actions: 'A3', task: 'completed' },
  {
    decision: 'deny',
    by: 'osteopath',
    with: { reason: [reason, 'Another reason.'] },
    actions: 'A3',
    task: 'completed',
  },
  { decision: 'deny', by: 'psychologist', with: { reason }, on: urgentCase, actions: 'A3', task: 'completed' },
  { decision: 'deny', by: 'physician', with: { reason }, on: twoItems, actions: 'A1 A3', task: 'completed' },
  {
    decision: 'deny',
    by: 'physician',
    with: { reason, reasonCode: 'Not necessary' },
    on: nobodyNamed,
    actions: 'A3',
    task: 'completed',
  },
  { decision: 'deny', by: 'physician', with: { reason }, at: late, actions: 'A3', task: 'completed late' },
  { decision: 'extend', by: 'physician', with: { reason, dueBy: '2026-12-07' }, actions: 'A4', task: 'in-progress' },
  {
    decision: 'extend',
    by: 'physician',
    with: { reason, dueBy: '2026-12-07T23:59:59-08:00' },
    actions: 'A4',
    task: 'in-progress',
  },
  {
    decision: 'extend',
    by: 'osteopath',
    with: { reason, dueBy: '2026-12-01T00:00:00-08:00' },
    actions: 'A4',
    task: 'in-progress',
  },
  {
    decision: 'extend',
    by: 'psychologist',
    with: { reason, dueBy: '2026-12-01' },
    on: urgentCase,
    actions: 'A4',
    task: 'in-progress',
  },
  {
    decision: 'extend',
    by: 'physician',
    with: { reason, dueBy: '2026-12-04' },
    on: markedCase,
    actions: 'A4',
    task: 'in-progress',
  },
  {
    decision: 'extend',
    by: 'physician',
    with: { reason, dueBy: '2026-12-04' },
    at: late,
    actions: 'A4',
    task: 'in-progress late',
  },
  { decision: 'lower-urgency', by: 'physician', with: { reason }, on: urgentCase, actions: 'A4', task: 'in-progress' },
  { decision: 'lower-urgency', by: 'osteopath', with: { reason }, on: urgentCase, actions: 'A4', task: 'in-progress' },
  {
    decision: 'lower-urgency',
    by: 'physician',
    with: { reason },
    on: urgentCase,
    at: late,
    actions: 'A4',
    task: 'in-progress late',
  },
  {
    decision: 'request-information',
    by: 'physician',
    with: { reason, information },
    actions: 'A4',
    task: 'in-progress information-requested',
  },
  {
    decision: 'request-information',
    by: 'nurse',
    with: { reason, information },
    actions: 'A4',
    task: 'in-progress information-requested',
  },
  ...[
    { reason, information },
    { reason, information, dueBy: '2026-12-04' },
  ].map((said) => ({
    decision: 'request-information',
    by: 'physician' as const,
    with: said,
    at: late,
    actions: 'A4',
    task: 'in-progress late',
  })),
  {
    decision: 'request-information',
    by: 'psychologist',
    with: { reason, information },
    on: urgentCase,
    actions: 'A4',
    task: 'in-progress information-requested',
  },
];

const notEntitled = /where\(name = 'reviewer'\): The reviewer is not entitled/;
const noLicence = /no active licence is of record/;

const refused: readonly Refused[] = [
  ...(['nursePractitioner', 'psychologist'] as const).map((by) => ({
    decision: 'approve',
    by,
    status: 403,
    says: notEntitled,
  })),
  ...(['lapsed', 'revoked', 'undated'] as const).map((by) => ({
    decision: 'approve',
    by,
    status: 403,
    says: noLicence,
  })),
  { decision: 'approve', by: 'stranger', status: 403, says: /Nobody of record has this NPI/ },
  {
    decision: 'approve',
    by: 'physician',
    on: nobodyNamed,
    status: 422,
    says: /“provider” is missing: item 1 names nobody/,
  },
  {
    decision: 'approve',
    by: 'physician',
    with: { provider: alternative },
    status: 422,
    says: /to authorize another, send “modify”/,
  },
  {
    decision: 'approve',
    by: 'physician',
    with: { dueBy: '2026-12-01' },
    status: 422,
    says: /“dueBy” goes with extend/,
  },
  {
    decision: 'approve',
    by: 'physician',
    with: { information },
    status: 422,
    says: /“information” goes with request-information/,
  },
  { decision: 'approve', by: 'physician', with: { item: [7] }, status: 422, says: /does not list item 7/ },
  {
    decision: 'approve',
    by: 'physician',
    with: { item: [1] },
    on: twoItems,
    status: 422,
    says: /does not list item 1/,
  },
  { decision: 'modify', by: 'nurse', with: { reason, provider: alternative }, status: 403, says: notEntitled },
  { decision: 'modify', by: 'psychologist', with: { reason, provider: alternative }, status: 403, says: notEntitled },
  { decision: 'modify', by: 'physician', with: { reason }, status: 422, says: /“provider” is missing/ },
  { decision: 'modify', by: 'physician', with: { provider: alternative }, status: 422, says: /“reason” is missing/ },
  {
    decision: 'modify',
    by: 'physician',
    with: { reason, provider: people.stranger },
    status: 422,
    says: /provider is not of record/,
  },
  { decision: 'deny', by: 'nurse', with: { reason }, status: 403, says: notEntitled },
  { decision: 'deny', by: 'nursePractitioner', with: { reason }, status: 403, says: notEntitled },
  { decision: 'deny', by: 'psychologist', with: { reason }, status: 403, says: notEntitled },
  { decision: 'deny', by: 'lapsed', with: { reason }, status: 403, says: noLicence },
  { decision: 'deny', by: 'revoked', with: { reason }, status: 403, says: noLicence },
  { decision: 'deny', by: 'physician', status: 422, says: /“reason” is missing/ },
  {
    decision: 'deny',
    by: 'physician',
    with: { reason, provider: alternative },
    status: 422,
    says: /“provider” goes with modify/,
  },
  {
    decision: 'deny',
    by: 'physician',
    with: { reason: ' ' },
    status: 400,
    says: /“reason” takes valueString with a text/,
  },
  { decision: 'extend', by: 'nurse', with: { reason, dueBy: '2026-12-04' }, status: 403, says: notEntitled },
  { decision: 'extend', by: 'physician', with: { dueBy: '2026-12-04' }, status: 422, says: /“reason” is missing/ },
  { decision: 'extend', by: 'physician', with: { reason }, status: 422, says: /“dueBy” is missing/ },
  {
    decision: 'extend',
    by: 'physician',
    with: { reason, dueBy: '2026-12-08' },
    status: 422,
    says: /by 2026-12-07T23:59:59-08:00 at the latest/,
  },
  {
    decision: 'extend',
    by: 'physician',
    with: { reason, dueBy: '2026-12-08T00:00:00-08:00' },
    status: 422,
    says: /14 calendar days after the first receipt/,
  },
  {
    decision: 'extend',
    by: 'physician',
    with: { reason, dueBy: '2026-12-10' },
    at: late,
    status: 422,
    says: /14 calendar days after the first receipt/,
  },
  {
    decision: 'extend',
    by: 'physician',
    with: { reason, dueBy: '2026-11-30' },
    status: 422,
    says: /has to end after 2026-11-30T23:59:59-08:00/,
  },
  {
    decision: 'extend',
    by: 'physician',
    with: { reason, dueBy: '2026-12-01T08:00:00-08:00' },
    at: late,
    status: 422,
    says: /has to end after 2026-12-01T09:00:00/,
  },
  {
    decision: 'extend',
    by: 'physician',
    with: { reason, dueBy: '2026-12' },
    status: 400,
    says: /“dueBy” takes valueDateTime/,
  },
  { decision: 'extend', by: 'physician', with: { reason, dueBy: '2026-02-30' }, status: 400, says: /dueBy|dateTime/ },
  { decision: 'lower-urgency', by: 'nurse', with: { reason }, on: urgentCase, status: 403, says: notEntitled },
  { decision: 'lower-urgency', by: 'psychologist', with: { reason }, on: urgentCase, status: 403, says: notEntitled },
  { decision: 'lower-urgency', by: 'physician', on: urgentCase, status: 422, says: /“reason” is missing/ },
  {
    decision: 'lower-urgency',
    by: 'physician',
    with: { reason },
    on: markedCase,
    status: 422,
    says: /III\.A\.2\); the plan does not lower/,
  },
  {
    decision: 'lower-urgency',
    by: 'physician',
    with: { reason },
    on: '10-urgent-service-request',
    status: 422,
    says: /does not lower such a mark/,
  },
  { decision: 'lower-urgency', by: 'physician', with: { reason }, status: 422, says: /The request is not urgent/ },
  { decision: 'request-information', by: 'nurse', with: { reason }, status: 422, says: /“information” is missing/ },
  { decision: 'request-information', by: 'nurse', with: { information }, status: 422, says: /“reason” is missing/ },
  {
    decision: 'request-information',
    by: 'nursePractitioner',
    with: { reason, information },
    status: 403,
    says: notEntitled,
  },
  {
    decision: 'request-information',
    by: 'psychologist',
    with: { reason, information },
    status: 403,
    says: notEntitled,
  },
  {
    decision: 'reject',
    by: 'physician',
    with: { reason },
    status: 400,
    says: /“decision” takes valueCode, one of approve/,
  },
];

let service: DecisionService;
beforeAll(async () => {
  service = await openDecisionService();
});
afterAll(() => service.store.close());
beforeEach(() => service.setNow(received));

async function decided({ decision, by, with: said = {}, on = reviewCase, at }: Row) {
  const open = await openCase(service, on);
  const before = await answerNow(service, open);
  if (at !== undefined) service.setNow(at);
  const reply = await decideBy(service, open.task.id, parametersOf({ decision, reviewer: people[by], ...said }));
  return { open, before, reply };
}

const titled = <T extends Row>(rows: readonly T[], outcome: (row: T) => string) =>
  rows.map((row) => {
    const { decision, by, with: said = {}, on = reviewCase, at = 'at once' } = row;
    return [
      `${decision} by ${by}, ${Object.entries(said).flat().join(' ')} on ${on}, ${at}: ${outcome(row)}`,
      row,
    ] as const;
  });

const inShort = ({ status, businessStatus }: Task) =>
  [status, businessStatus?.coding?.[0]?.code].filter(Boolean).join(' ');

describe('POST /fhir/Task/{id}/$decide', () => {
  it.each(titled(taken, ({ actions, task }) => `${actions}, ${task}`))('%s', async (_title, row) => {
    const { open, before, reply } = await decided(row);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    const response = claimResponseOf(reply.body);
    expect(response.id).toBe(before.id);
    expect(response.meta?.versionId).not.toBe(before.meta?.versionId);
    expect((response.item ?? []).map(reviewActionOf).join(' ')).toBe(row.actions);
    expect(inShort(await taskNow(service, open))).toBe(row.task);
  });

  it.each(titled(refused, ({ status, says }) => `${status}, ${says}`))('%s', async (_title, row) => {
    const { open, before, reply } = await decided(row);
    expect(reply.status, JSON.stringify(reply.body)).toBe(row.status);
    expect(issuesOf(reply.body).join('\n')).toMatch(row.says);
    expect(await answerNow(service, open)).toEqual(before);
    expect(await taskNow(service, open)).toEqual(open.task);
    expect(
      (await tasksOf(service, open.key)).filter(({ identifier }) => /\|notify-.*\|/.test(identifier?.[0]?.value ?? '')),
    ).toEqual([]);
  });

  it('names everything that is wrong at once', async () => {
    const { reply } = await decided({ decision: 'modify', by: 'nurse', with: { dueBy: '2027-01-01' } });
    expect(reply.status).toBe(403);
    expect(issuesOf(reply.body).map((issue) => issue.split(':')[0])).toEqual(
      ['reviewer', 'reason', 'provider', 'dueBy'].map((part) => `Parameters.parameter.where(name = '${part}')`),
    );
  });

  const decisions: readonly Said[] = [
    { decision: 'approve' },
    { decision: 'deny', reason },
    { decision: 'modify', reason, provider: alternative },
    { decision: 'extend', reason, dueBy: '2026-12-04' },
    { decision: 'request-information', reason, information },
  ];
  it.each(decisions)('$decision on what is decided: 409, and nothing changes', async (said) => {
    const { open } = await decided({ decision: 'deny', by: 'physician', with: { reason } });
    const before = [await answerNow(service, open), await tasksOf(service, open.key)];
    const again = await decideBy(service, open.task.id, parametersOf({ reviewer: people.physician, ...said }));
    expect(again.status).toBe(409);
    expect(issuesOf(again.body)).toEqual([expect.stringMatching(/^Task: This Task is already decided/)]);
    expect([await answerNow(service, open), await tasksOf(service, open.key)]).toEqual(before);
  });

  it('extends once', async () => {
    const { open } = await decided({ decision: 'extend', by: 'physician', with: { reason, dueBy: '2026-12-03' } });
    const said = parametersOf({ decision: 'extend', reviewer: people.physician, reason, dueBy: '2026-12-04' });
    const again = await decideBy(service, open.task.id, said);
    expect([again.status, ...issuesOf(again.body)]).toEqual([422, expect.stringMatching(/that can be done once/)]);
  });

  it.each([
    ['the version it is at', 'current', 200],
    ['a version before it', 'stale', 412],
    ['no version', 'none', 400],
  ])('If-Match with %s: %s, %i', async (_what, version, status) => {
    const open = await openCase(service, reviewCase);
    const values: Record<string, string> = {
      current: `W/"${open.task.meta?.versionId}"`,
      stale: 'W/"stale"',
      none: '*',
    };
    const said = parametersOf({ decision: 'approve', reviewer: people.physician });
    const reply = await decideBy(service, open.task.id, said, { 'if-match': values[version] ?? '' });
    expect(reply.status).toBe(status);
    expect((await taskNow(service, open)).status).toBe(status === 200 ? 'completed' : 'requested');
  });

  const malformed: readonly (readonly [what: string, body: string, says: RegExp])[] = [
    ['nothing', '', /^Parameters: The body is empty/],
    ['no JSON', '{"resourceType"', /^Parameters: The body is not valid JSON/],
    ['another resource', '{"resourceType":"Patient"}', /^Parameters: This is something else/],
    ['no parameters', '{"resourceType":"Parameters"}', /“decision” is missing.*\n.*“reviewer” is missing/],
    [
      'a parameter of another name',
      parametersOf({ decision: 'approve', reviewer: people.nurse }).replace(
        '"approve"}',
        '"approve"},{"name":"colour","valueCode":"red"}',
      ),
      /parameter\[1\]: There is no such part/,
    ],
    [
      'a decision twice',
      parametersOf({ decision: 'approve', reviewer: people.nurse }).replace(
        '[',
        '[{"name":"decision","valueCode":"deny"},',
      ),
      /Send “decision” once/,
    ],
    [
      'a reviewer that is no NPI',
      parametersOf({ decision: 'approve', reviewer: '1900000527' }),
      /“reviewer” takes valueIdentifier/,
    ],
    [
      'an item that is no number',
      '{"resourceType":"Parameters","parameter":[{"name":"item","valuePositiveInt":"1"}]}',
      /Parameters\.parameter\[0\]\.value/,
    ],
    [
      'a decision as text',
      '{"resourceType":"Parameters","parameter":[{"name":"decision","valueString":"deny"}]}',
      /“decision” takes valueCode/,
    ],
  ];
  it.each(malformed)('with %s: 400', async (_what, body, says) => {
    const open = await openCase(service, reviewCase);
    const reply = await decideBy(service, open.task.id, body);
    expect(reply.status, JSON.stringify(reply.body)).toBe(400);
    expect(issuesOf(reply.body).join('\n')).toMatch(says);
    expect(await taskNow(service, open)).toEqual(open.task);
  });

  it.each(['00000000-0000-4000-8000-000000000000', 'nothing'])('on Task/%s, which is not there: 404', async (id) => {
    const reply = await decideBy(service, id, parametersOf({ decision: 'approve', reviewer: people.physician }));
    expect(reply.status, JSON.stringify(reply.body)).toBe(404);
  });

  it('on a Task that is not for a decision: 422', async () => {
    const { open } = await decided({ decision: 'approve', by: 'physician' });
    const notice = (await tasksOf(service, open.key)).find(({ code }) => code?.coding?.[0]?.code === 'notify-member');
    const said = parametersOf({ decision: 'deny', reviewer: people.physician, reason });
    const reply = await decideBy(service, notice?.id ?? '', said);
    expect([reply.status, ...issuesOf(reply.body)]).toEqual([422, expect.stringMatching(/^Task\.code: Only Tasks/)]);
  });

  it('takes POST only', async () => {
    expect((await service.app.request('/fhir/Task/1/$decide')).status).toBe(405);
  });

  it('takes JSON only', async () => {
    const reply = await decideBy(service, '1', '<Parameters/>', { 'content-type': 'application/fhir+xml' });
    expect(reply.status).toBe(415);
  });
});
