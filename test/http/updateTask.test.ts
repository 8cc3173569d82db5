import type { OperationOutcome, Task } from '@medplum/fhirtypes';
import { beforeEach, describe, expect, test } from 'vitest';
import { reviewActionOf } from '../../src/pas/response/decidedItems.ts';
import {
  answerNow,
  type DecisionService,
  decideBy,
  decisionServiceForTest,
  issuesOf,
  type OpenCase,
  openCase,
  parametersOf,
  partsOf,
  people,
  provenancesOf,
  received,
  type Said,
  taskNow,
  tasksOf,
} from '../intake/decision/support.ts';

const reason = 'A network cardiologist with the same training can see the member next week.';
const denial: Said = { decision: 'deny', reviewer: people.physician, reason };
const system = 'https://w3id.org/second-opinion/CodeSystem/decision';
const owner = { identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: people.physician } };

let service: DecisionService;
let open: OpenCase;
beforeEach(async () => {
  service = await decisionServiceForTest(true);
  service.setNow(received);
  open = await openCase(service, '10-network-alternative');
});

async function put(
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  id = open.task.id,
): Promise<{ readonly status: number; readonly body: Task | OperationOutcome; readonly headers: Headers }> {
  const reply = await service.app.request(`/fhir/Task/${id}`, {
    method: 'PUT',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/fhir+json', ...headers },
  });
  return { status: reply.status, body: (await reply.json()) as Task | OperationOutcome, headers: reply.headers };
}

async function read(): Promise<Task> {
  const reply = await service.app.request(`/fhir/Task/${open.task.id}`);
  return (await reply.json()) as Task;
}

function outputsOf(said: Said): NonNullable<Task['output']> {
  return partsOf(said).map(({ name, ...value }) => ({ type: { coding: [{ system, code: name }] }, ...value }));
}

async function actions(): Promise<readonly (string | undefined)[]> {
  return ((await answerNow(service, open)).item ?? []).map(reviewActionOf);
}

describe('PUT Task/{id}', () => {
  test('a person takes it, works on it, and decides it by its outputs', async () => {
    const taken = await put(
      { ...(await read()), status: 'in-progress', owner },
      { 'if-match': `W/"${(await read()).meta?.versionId}"` },
    );
    expect(taken.status).toBe(200);
    expect(taken.body).toMatchObject({ status: 'in-progress', owner });
    const version = (await read()).meta?.versionId;
    expect(taken.headers.get('etag')).toBe(`W/"${version}"`);
    const decided = await put({ ...(await read()), status: 'completed', output: outputsOf(denial) });
    expect([decided.status, decided.body]).toMatchObject([200, { resourceType: 'Task', status: 'completed' }]);
    await service.store.idle();
    expect(await actions()).toEqual(['A3']);
    expect(await taskNow(service, open)).toMatchObject({ status: 'completed', owner });
    expect(await provenancesOf(service, open.responseId)).toHaveLength(1);
  });

  test('one who is not entitled: it goes back to in-progress, decision-refused, and the answer stays', async () => {
    const output = outputsOf({ ...denial, reviewer: people.nurse });
    expect((await put({ ...(await read()), status: 'completed', output })).status).toBe(200);
    await service.store.idle();
    expect(await taskNow(service, open)).toMatchObject({
      status: 'in-progress',
      businessStatus: { coding: [{ code: 'decision-refused' }] },
    });
    expect(await actions()).toEqual(['A4']);
  });

  test('at once with $decide one of them decides', async () => {
    const task = await read();
    const [, byOperation] = await Promise.all([
      put({ ...task, status: 'completed', output: outputsOf(denial) }),
      decideBy(service, open.task.id, parametersOf({ decision: 'approve', reviewer: people.physician })),
    ]);
    await service.store.idle();
    expect([200, 409]).toContain(byOperation.status);
    expect(await actions()).toEqual([byOperation.status === 200 ? 'A1' : 'A3']);
    expect(await provenancesOf(service, open.responseId)).toHaveLength(1);
    expect((await taskNow(service, open)).status).toBe('completed');
  });

  test('after $decide it is closed: 409, and the same again is no change', async () => {
    const before = await read();
    await decideBy(service, open.task.id, parametersOf(denial));
    const late = await put({ ...before, status: 'completed', output: outputsOf({ ...denial, decision: 'approve' }) });
    expect(late.status).toBe(409);
    const same = await read();
    expect((await put(same)).body).toEqual(same);
  });

  test('a notice is completed: sent', async () => {
    await decideBy(service, open.task.id, parametersOf(denial));
    const notice = (await tasksOf(service, open.key)).find(({ code }) => code?.coding?.[0]?.code === 'notify-member');
    const sent = await put({ ...notice, status: 'completed' }, {}, notice?.id);
    expect([sent.status, sent.body]).toMatchObject([200, { status: 'completed' }]);
  });

  const due = '2027-12-31T23:59:59-08:00';
  const fixed: readonly (readonly [string, (task: Task) => Task, readonly string[]])[] = [
    [
      'the due instant',
      (task) => ({ ...task, restriction: { period: { ...task.restriction?.period, end: due } } }),
      ['Task.restriction.period.end'],
    ],
    [
      'a clock',
      (task) => JSON.parse(JSON.stringify(task).replace('2026-11-30T23:59:59-08:00', due)),
      [expect.stringMatching(/^Task\.extension\[\d\]\.extension\[\d\]\.valueDateTime$/)],
    ],
    [
      'focus, priority and evidence at once',
      (task) => ({
        ...task,
        focus: { reference: 'ClaimResponse/1' },
        priority: 'stat',
        input: [{ type: { text: 'x' }, valueString: 'x' }],
      }),
      ['Task.focus.reference', 'Task.input', 'Task.priority'],
    ],
    ['what is left out', ({ for: _for, ...task }) => task, ['Task.for']],
    ['a tag', (task) => ({ ...task, meta: { tag: [{ code: 'x' }] } }), ['Task.meta.tag']],
    ['a status backwards', (task) => ({ ...task, status: 'requested' }), ['Task.status']],
    ['a status that is none of a person’s', (task) => ({ ...task, status: 'cancelled' }), ['Task.status']],
    ['a note that stands', (task) => ({ ...task, note: [{ text: 'Other words' }] }), ['Task.note[0].text']],
  ];
  test.each(fixed)('%s is nobody’s to change: 422, with every element', async (_, change, elements) => {
    await put({ ...(await read()), status: 'in-progress', note: [{ text: 'I take it.' }] });
    const before = await read();
    const refused = await put(change(before));
    expect(refused.status).toBe(422);
    const told = issuesOf(refused.body as OperationOutcome).map((issue) => issue.split(': ')[0]);
    expect([...new Set(told.map((path) => path?.replace(/^(Task\.input).*/, '$1')))].sort()).toEqual(
      [...elements].sort(),
    );
    expect(await read()).toEqual(before);
  });

  test.each([
    ['another id', { id: 'other' }, {}, 400],
    ['another type', { resourceType: 'Patient' }, {}, 400],
    ['an element of another kind', { owner: 'me' }, {}, 400],
    ['a stale version', {}, { 'if-match': 'W/"1"' }, 412],
    ['an If-Match that names none', {}, { 'if-match': '*' }, 400],
    ['XML', {}, { 'content-type': 'application/fhir+xml' }, 415],
  ])('%s is refused', async (_, change, headers, status) => {
    const reply = await put({ ...(await read()), ...change }, headers);
    expect([reply.status, reply.body.resourceType]).toEqual([status, 'OperationOutcome']);
  });

  test('a Task that is not there, and the request for information, which is the requestor’s', async () => {
    const task = await read();
    const id = crypto.randomUUID();
    expect((await put({ ...task, id }, {}, id)).status).toBe(404);
    const asked = { decision: 'request-information', reviewer: people.physician, reason, information: 'A report.' };
    await decideBy(service, open.task.id, parametersOf(asked));
    const request = (await tasksOf(service, open.key)).find(({ code }) =>
      code?.coding?.[0]?.code?.startsWith('attach'),
    );
    expect((await put({ ...request, status: 'completed' }, {}, request?.id)).status).toBe(422);
  });

  test('nothing else is updated, and a Task by nothing else', async () => {
    const call = (method: string, path: string) =>
      service.app.request(path, { method, body: '{}', headers: { 'content-type': 'application/fhir+json' } });
    const deleted = await call('DELETE', `/fhir/Task/${open.task.id}`);
    expect([deleted.status, deleted.headers.get('allow')]).toEqual([405, 'GET, HEAD, PUT']);
    expect((await call('PATCH', `/fhir/Task/${open.task.id}`)).status).toBe(405);
    expect((await call('POST', '/fhir/Task')).status).toBe(405);
    expect((await call('PUT', `/fhir/ClaimResponse/${open.responseId}`)).status).toBe(405);
  });
});
