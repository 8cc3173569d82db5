import type { Task } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codesOf } from '../../src/fhir/elements.ts';
import { sweep } from '../../src/intake/sweep.ts';
import {
  askedCase,
  attachmentsOf,
  attachmentsStored,
  coded,
  consult,
  documentReference,
  echo,
  everyStyle,
  stored,
  submitTo,
} from '../intake/attachments/support.ts';
import {
  answerNow,
  decideBy,
  decisionServiceForTest,
  parametersOf,
  people,
  received,
  taskNow,
} from '../intake/decision/support.ts';
import { damaged } from './mutations.ts';

const ownBase = 'https://w3id.org/second-opinion';
const words = { name: 'information', valueString: 'The last report.' };
const narrative = 'Ejection fraction 30 %, and she fears the operation.';
const encoded = Buffer.from(narrative).toString('base64');
const status = ({ businessStatus }: Task) => businessStatus?.coding?.[0]?.code;
const shownOn = ({ input = [] }: Task) =>
  input.flatMap(({ type, valueReference }) => (type.coding?.[0]?.code === 'attachment' ? (valueReference ?? []) : []));

test('a request goes out with everything a PAS client looks for in CommunicationRequest and Task', async () => {
  const service = await decisionServiceForTest();
  const { requests, tasks, sent, task } = await askedCase(service, everyStyle);
  expect(requests.map(({ status }) => status)).toEqual(['active', 'active', 'active', 'active']);
  for (const name of [
    'category',
    'extension',
    'identifier',
    'medium',
    'payload',
    'recipient',
    'requester',
    'sender',
  ] as const)
    expect(
      requests.filter((each) => name in each),
      name,
    ).not.toEqual([]);
  const payloads = requests.flatMap(({ payload = [] }) => payload);
  expect(payloads.map(({ contentString }) => contentString).sort()).toEqual(['102089-0', '18748-4']);
  expect(JSON.stringify(payloads)).toContain('extension-communicatedDiagnosis');
  expect(JSON.stringify(payloads)).toContain('extension-contentModifier');
  expect(tasks.map(({ code }) => code?.coding?.[0]?.code).sort()).toEqual([
    'attachment-request-code',
    'attachment-request-questionnaire',
  ]);
  for (const each of tasks) {
    expect(each).toMatchObject({
      status: 'requested',
      intent: 'order',
      statusReason: { text: expect.any(String) },
      requester: { identifier: {} },
      owner: { identifier: {} },
    });
    expect(each.restriction?.period?.end).toBe('2026-11-30T17:00:00-08:00');
    expect(each.reasonReference?.identifier?.value).toEqual(expect.any(String));
    expect(codesOf(each.input?.[0]?.type, 'http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes')).toEqual([
      'payer-url',
    ]);
    expect(each.input?.[0]?.valueUrl).toMatch(/\/fhir\/\$submit-attachment$/);
    expect(JSON.stringify(each.input?.slice(1))).toContain('extension-serviceLineNumber');
  }
  const response = sent.entry?.[0]?.resource;
  const linked = response?.resourceType === 'ClaimResponse' ? response.communicationRequest : [];
  const urls = (sent.entry ?? []).map(({ fullUrl }) => fullUrl);
  expect(linked).toHaveLength(4);
  for (const each of linked ?? []) expect(urls).toContain(each.reference);
  const now = await taskNow(service, { task, responseId: '', key: '' });
  expect([status(now), now.restriction]).toEqual(['information-requested', task.restriction]);
});

test('what is asked for is told in the order in which it was asked for', async () => {
  const service = await decisionServiceForTest();
  const asked = [consult, echo, consult, echo, echo];
  const { requests } = await askedCase(
    service,
    asked.map((code) => coded(code)),
  );
  const told = requests.map(({ payload }) => payload?.[0]?.contentString);
  expect(told).toEqual(asked.map(({ coding }) => coding[0]?.code));
});

test.each([
  ['after the request itself is due', '2026-12-02', /Extend the request first/],
  ['in the past', '2026-11-20', /has to be due after/],
])('information due %s: 422', async (_what, dueBy, says) => {
  const service = await decisionServiceForTest();
  await expect(askedCase(service, [words, { name: 'dueBy', valueDateTime: dueBy }])).rejects.toThrow(says);
});

test('what was asked for reaches the reviewer; the answer, its version and its clocks stay', async () => {
  const service = await decisionServiceForTest();
  const open = await askedCase(service, [coded(echo), coded(consult)]);
  const before = await answerNow(service, open);
  const one = attachmentsOf({
    tracking: open.tracking(),
    member: open.member,
    attachments: [
      {
        line: '1',
        code: echo,
        content: documentReference('Echo', 'text/plain', { title: 'a/b/\u202eSmith.txt' }),
      },
    ],
  });
  const first = await submitTo(service, one);
  expect(first).toEqual({
    status: 200,
    texts: [expect.stringContaining(`put with ClaimResponse/${open.responseId}, item 1, as it was asked for.`)],
  });
  expect(status(await taskNow(service, open))).toBe('information-requested');
  const tracking = open.tasks[0]?.identifier?.[0]?.value;
  await submitTo(
    service,
    attachmentsOf({
      tracking,
      member: open.member,
      attachments: [{ code: consult, content: documentReference('Consult') }],
    }),
  );
  const task = await taskNow(service, open);
  expect([status(task), task.restriction]).toEqual(['information-received', open.task.restriction]);
  expect(shownOn(task).map(({ display }) => display)).toEqual([
    expect.stringMatching(/^Item 1: 18748-4 \(text\/plain\).*: asked for$/),
    expect.stringMatching(/11488-4/),
  ]);
  expect(await answerNow(service, open)).toEqual(before);
  const requests = await stored(service, 'CommunicationRequest', {});
  expect(requests.map((each) => each.status)).toEqual(['completed', 'completed']);
  const [echoed] = (await attachmentsStored(service))
    .map(({ content }) => content[0]?.attachment)
    .filter((each) => each?.title);
  expect(echoed?.title).toBe('Smith.txt');
  const file = await service.app.request(`/fhir/${echoed?.url}`, { headers: { accept: '*/*' } });
  expect(await file.text()).toBe('Echo');
});

test('the same message again, eight times at once and later: one document, one line on the Task', async () => {
  const service = await decisionServiceForTest();
  const open = await askedCase(service, [words]);
  const body = attachmentsOf({ tracking: open.tracking(), member: open.member });
  const replies = await Promise.all(Array.from({ length: 8 }, () => submitTo(service, body)));
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  expect(await submitTo(service, body)).toEqual(replies[0]);
  expect(await attachmentsStored(service)).toHaveLength(1);
  expect(shownOn(await taskNow(service, open))).toHaveLength(1);
});

test('Final: nothing else is waited for', async () => {
  const service = await decisionServiceForTest();
  const open = await askedCase(service, [coded(echo), coded(consult)]);
  await submitTo(service, attachmentsOf({ tracking: open.tracking(), member: open.member, final: true }));
  expect(status(await taskNow(service, open))).toBe('information-received');
  const requests = await stored(service, 'CommunicationRequest', {});
  expect(requests.map((each) => each.status).sort()).toEqual(['completed', 'revoked']);
});

test('late, duplicate, and after the decision: kept, and shown as such', async () => {
  const service = await decisionServiceForTest();
  const open = await askedCase(service, [coded(echo), coded(consult)]);
  const sent = { tracking: open.tracking(), member: open.member };
  await submitTo(service, attachmentsOf(sent));
  service.setNow('2026-11-30T18:00:00-08:00');
  const again = await submitTo(service, attachmentsOf({ ...sent, tracking: open.tracking(1) }));
  expect(again.texts.join()).toMatch(/late.*The same document had come before/);
  service.setNow('2026-11-30T19:00:00-08:00');
  const reply = await decideBy(
    service,
    open.task.id,
    parametersOf({ decision: 'approve', reviewer: people.physician }),
  );
  expect(reply.status).toBe(200);
  expect(JSON.stringify(reply.body)).not.toContain('CommunicationRequest');
  const after = await submitTo(
    service,
    attachmentsOf({ ...sent, attachments: [{ content: documentReference('Another') }] }),
  );
  expect(after.texts.join()).toContain('after the decision');
  const displays = shownOn(await taskNow(service, open)).map(({ display }) => display?.split(': ').at(-1));
  expect(displays).toEqual(['asked for', 'asked for, late, duplicate', 'asked for, late']);
});

test('unsolicited, by an identifier of the request and a party to it: put with the case', async () => {
  const service = await decisionServiceForTest();
  const open = await askedCase(service, [words]);
  const response = await answerNow(service, open);
  const [identifier] = response.identifier ?? [];
  const provider = response.requestor?.identifier?.value;
  const reply = await submitTo(
    service,
    attachmentsOf({ tracking: identifier?.value, trackingSystem: identifier?.system, member: open.member, provider }),
  );
  expect(reply.texts.join()).toContain('without having been asked for');
});

test.each([
  [
    'a member that is not the case’s',
    (open: { tracking: () => string }) => ({ tracking: open.tracking(), member: { value: 'M-OTHER' } }),
  ],
  [
    'a tracking id of nothing',
    (open: { member: { value: string } }) => ({ tracking: 'ATT000000000000', member: open.member }),
  ],
  [
    'a reference number of another case',
    (open: { tracking: () => string; member: { value: string } }) => ({
      tracking: open.tracking(),
      member: open.member,
      number: 'REF000000000000',
    }),
  ],
])('%s: kept for people, and the sender is told no more than that', async (_what, numbers) => {
  const service = await decisionServiceForTest();
  const open = await askedCase(service, [words]);
  const reply = await submitTo(service, attachmentsOf(numbers(open)));
  expect(reply).toEqual({
    status: 200,
    texts: [expect.stringMatching(/^Document 1 was received and is kept. It could not be put with a request/)],
  });
  const found = await stored(service, 'Task', { code: `${ownBase}/CodeSystem/task|identify-case` });
  expect(found.map(shownOn)).toEqual([
    [expect.objectContaining({ reference: expect.stringMatching(/^DocumentReference\//) })],
  ]);
  expect(shownOn(await taskNow(service, open))).toEqual([]);
  service.setNow(received.add({ hours: 50 }));
  await sweep(service.context);
  expect(await stored(service, 'Task', { code: `${ownBase}/CodeSystem/task|overdue-notice` })).toEqual([]);
});

test('everything that is wrong is told at once, and nothing is stored', async () => {
  const service = await decisionServiceForTest();
  const pdf = '%PDF-1.7\n1 0 obj <</OpenAction <</S /J#61vaScript /JS (x)>> >> endobj\n%%EOF';
  const contents = [
    documentReference(pdf, 'application/pdf'),
    documentReference('PK\u0003\u0004', 'application/zip'),
    documentReference('<!DOCTYPE a><ClinicalDocument xmlns="urn:hl7-org:v3"/>', 'text/xml'),
    documentReference('text', 'image/png'),
    documentReference('text', 'text/plain', { size: 3, hash: 'AAAA' }),
    {
      resourceType: 'DocumentReference',
      status: 'current',
      content: [{ attachment: { contentType: 'text/plain', url: 'http://169.254.169.254/' } }],
    },
  ];
  const reply = await submitTo(
    service,
    attachmentsOf({
      tracking: 'x',
      member: { value: 'y' },
      attachTo: 'claim',
      attachments: contents.map((content) => ({ content })),
    }),
  );
  expect(reply.status).toBe(422);
  for (const says of [
    /preauthorizations/,
    /JavaScript/,
    /acts when it is opened/,
    /ZIP archive/,
    /document type/,
    /no PNG/,
    /“size”/,
    /“hash”/,
    /not fetched/,
  ])
    expect(reply.texts.join('\n')).toMatch(says);
  expect(await attachmentsStored(service)).toEqual([]);
  expect((await submitTo(service, '{"resourceType":"Parameters"}')).status).toBe(400);
});

const megabyte = 1024 * 1024;
const named = { tracking: 'x', member: { value: 'y' } };
const text = (bytes: number) => documentReference('x'.repeat(bytes));

test.each([
  ['a document of 10 MB', [text(10 * megabyte)], 200, /was received/, 1],
  ['a document of a byte more', [text(10 * megabyte + 1)], 422, /A document may have at most 10 MB/, 0],
  ['fifty documents', Array.from({ length: 50 }, () => text(1)), 200, /Document 50 was received/, 50],
  ['fifty-one', Array.from({ length: 51 }, () => text(1)), 422, /At most 50 documents/, 0],
  ['twenty megabytes in all', [text(8 * megabyte), text(8 * megabyte)], 413, /./, 0],
] as const)('%s', { timeout: 60_000 }, async (_what, contents, status, says, kept) => {
  const service = await decisionServiceForTest();
  const body = attachmentsOf({ ...named, attachments: contents.map((content) => ({ content })) });
  const reply = await submitTo(service, body);
  expect(reply.status).toBe(status);
  expect(reply.texts.join('\n')).toMatch(says);
  expect(await attachmentsStored(service)).toHaveLength(kept);
});

test('2,000 damaged messages: no 5xx, no message in the log', { timeout: 300_000 }, async () => {
  const logged: unknown[] = [];
  const service = await decisionServiceForTest(false, (entry) => logged.push(entry));
  const open = await askedCase(service, [words]);
  const body = attachmentsOf({
    tracking: open.tracking(),
    member: open.member,
    number: 'REF000000000000',
    final: true,
    attachments: [
      { line: '1', code: echo, content: documentReference(narrative, 'text/plain', { title: 'Achebe Rosalind' }) },
    ],
  });
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(damaged(body), async (each) => {
      const reply = await submitTo(service, each);
      seen.add(reply.status);
      expect(reply.status, each).toBeLessThan(500);
      expect(reply.texts.length).toBeGreaterThan(0);
    }),
    { numRuns: 2000, seed: 20261123 },
  );
  expect([...seen].sort()).toEqual([200, 400, 422]);
  expect(logged.length).toBeGreaterThanOrEqual(2000);
  const lines = logged.map((entry) => JSON.stringify(entry));
  const telling = [open.member.value, open.tracking(), 'Achebe', narrative, encoded.slice(0, 16), 'TrackingId'];
  expect(lines.filter((line) => telling.some((each) => line.includes(each)))).toEqual([]);
});
