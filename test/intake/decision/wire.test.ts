import type { ClaimResponse, Extension } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { extensionOf, extensionsOf } from '../../../src/fhir/elements.ts';
import { pasExtension } from '../../../src/pas/codes.ts';
import { problemsWith } from '../../artifacts/profile.ts';
import { bundleProblems, hasPackages } from '../../conformance/responses/validate.ts';
import { packages } from '../../conformance/validator/definitions.ts';
import {
  answerNow,
  claimResponseOf,
  type DecisionService,
  decideBy,
  openCase,
  openDecisionService,
  parametersOf,
  people,
  provenancesOf,
  received,
  type Said,
  taskNow,
  tasksOf,
} from './support.ts';

const ownBase = 'https://w3id.org/second-opinion';
const reason = 'A network cardiologist with the same training can see the member next week.';
const criteria = /^Criteria: MPUP3078 \(approved 2025-11-12\), (VI\.[A-F](, )?)+\.$/;
const npi = (value: string) => ({ system: 'http://hl7.org/fhir/sid/us-npi', value });

let service: DecisionService;
beforeAll(async () => {
  service = await openDecisionService();
});
afterAll(() => service.store.close());
beforeEach(() => service.setNow(received));

async function decided(said: Said, example = '10-network-alternative', at?: string) {
  const open = await openCase(service, example);
  const pended = await answerNow(service, open);
  if (at !== undefined) service.setNow(at);
  const body = parametersOf({ reviewer: people.physician, ...said });
  const sent = (await decideBy(service, open.task.id, body)).body;
  const tasks = await tasksOf(service, open.key);
  const task = await taskNow(service, open);
  return { open, pended, sent, response: claimResponseOf(sent), task, tasks };
}

const partsOf = (extension: Extension | undefined) =>
  Object.fromEntries(
    (extension?.extension ?? []).map(({ url, ...value }) => [url.replace(/.*-/, ''), Object.values(value)[0]]),
  );
const reviewOf = (element: Parameters<typeof extensionOf>[0]) =>
  partsOf(extensionOf(element, pasExtension.reviewAction));
const firstItem = ({ item }: ClaimResponse) => item?.[0];
const notesOf = (response: ClaimResponse, numbers: readonly number[] | undefined) =>
  (response.processNote ?? []).filter(({ number }) => numbers?.includes(number ?? 0)).map(({ text }) => text);
const coded = (code: string, display: string) => ({
  coding: [{ system: 'https://codesystem.x12.org/005010/306', code, display }],
});
const referenceNumber = (response: ClaimResponse) =>
  extensionOf(firstItem(response), pasExtension.administrationReferenceNumber)?.valueString;

describe('on the wire', () => {
  test('approve: A1 with number, issue date, period, whom it authorizes; the reference number of the pend is gone', async () => {
    const { response } = await decided({ decision: 'approve' });
    const item = firstItem(response);
    expect(reviewOf(item?.adjudication[0])).toEqual({
      number: expect.stringMatching(/^AUTH[0-9A-Z]{12}$/),
      reviewActionCode: coded('A1', 'Certified in total'),
    });
    expect(extensionOf(item, pasExtension.itemPreAuthIssueDate)?.valueDate).toBe('2026-11-23');
    expect(extensionOf(item, pasExtension.itemPreAuthPeriod)?.valuePeriod).toEqual({
      start: '2026-11-23',
      end: '2027-02-21',
    });
    expect(response.preAuthPeriod).toEqual({ start: '2026-11-23', end: '2027-02-21' });
    expect(extensionsOf(item, pasExtension.itemAuthorizedProvider)).toHaveLength(1);
    expect(partsOf(extensionOf(item, pasExtension.itemAuthorizedProvider)).provider).toMatchObject({
      reference: expect.stringMatching(/^urn:uuid:/),
    });
    expect(referenceNumber(response)).toBeUndefined();
    expect(notesOf(response, item?.noteNumber)).toEqual([expect.stringMatching(/^Approved: one consultation/)]);
  });

  test('approve, where several are asked for: all of them are authorized', async () => {
    const { response } = await decided({ decision: 'approve' }, '10-two-requested');
    expect(extensionsOf(firstItem(response), pasExtension.itemAuthorizedProvider)).toHaveLength(2);
  });

  test('approve what has lapsed of record: a period that does not end before it starts', async () => {
    const { response } = await decided({ decision: 'approve' }, '2-coverage-ended');
    const { start = '', end = '' } = response.preAuthPeriod ?? {};
    expect(start <= end).toBe(true);
  });

  test('deny: A3 with reasons, a reason code in words and criteria by note number; the reference number is kept', async () => {
    const { pended, response } = await decided({
      decision: 'deny',
      reason: [reason, 'Second.'],
      reasonCode: 'Not shown',
    });
    const item = firstItem(response);
    expect(reviewOf(item?.adjudication[0])).toEqual({
      reviewActionCode: coded('A3', 'Not certified'),
    });
    const notes = notesOf(response, item?.noteNumber);
    expect(notes).toEqual([reason, 'Second.', expect.stringMatching(criteria), 'Not shown']);
    expect(referenceNumber(response)).toMatch(/^REF/);
    expect(referenceNumber(response)).toBe(referenceNumber(pended));
    expect(response.preAuthPeriod).toBeUndefined();
    expect(response.outcome).toBe('complete');
  });

  test('modify: A6 on the item, and an added item with who is authorized instead', async () => {
    const { open, response } = await decided({ decision: 'modify', reason, provider: people.alternative });
    const item = firstItem(response);
    expect(reviewOf(item?.adjudication[0])).toEqual({ reviewActionCode: coded('A6', 'Modified') });
    // Whom the item asked for; whom the decision authorizes stands on the added item.
    expect(extensionsOf(item, pasExtension.itemAuthorizedProvider)).toHaveLength(1);
    expect(response.addItem).toHaveLength(1);
    const [added] = response.addItem ?? [];
    expect(added).toMatchObject({
      itemSequence: [1],
      provider: [{ type: 'Practitioner', identifier: npi(people.alternative), display: 'Amara Lindqvist' }],
    });
    expect(added?.provider?.[0]?.reference).toBeUndefined();
    const claim = await service.store.client.searchOne(
      'Claim',
      `_id=${open.task.basedOn?.[0]?.reference?.split('/')[1]}`,
    );
    expect(added?.productOrService).toEqual(claim?.item?.[0]?.productOrService);
    expect(reviewOf(added?.adjudication[0])).toEqual({
      number: expect.stringMatching(/^AUTH/),
      reviewActionCode: coded('A1', 'Certified in total'),
    });
    expect(extensionOf(added, pasExtension.itemPreAuthIssueDate)?.valueDate).toBe('2026-11-23');
    expect(extensionOf(added, pasExtension.itemPreAuthPeriod)?.valuePeriod).toEqual(response.preAuthPeriod);
    expect(notesOf(response, added?.noteNumber)).toEqual([
      reason,
      expect.stringMatching(/^Authorized instead: Amara Lindqvist \(NPI 1900000112\)/),
      expect.stringMatching(criteria),
    ]);
  });

  test.each(['Practitioner', 'PractitionerRole'] as const)(
    'modify takes the provider as a reference to a %s',
    async (type) => {
      const query = type === 'Practitioner' ? 'identifier' : 'practitioner.identifier';
      const named = await service.store.client.searchOne(
        type,
        `${query}=http://hl7.org/fhir/sid/us-npi|${people.alternative}`,
      );
      const open = await openCase(service, '10-network-alternative');
      const said = parametersOf({
        decision: 'modify',
        reviewer: people.physician,
        reason,
        provider: people.alternative,
      });
      const given = JSON.stringify({ name: 'provider', valueIdentifier: npi(people.alternative) });
      const body = said.replace(
        given,
        JSON.stringify({ name: 'provider', valueReference: { reference: `${type}/${named?.id}` } }),
      );
      expect(body).not.toBe(said);
      const response = claimResponseOf((await decideBy(service, open.task.id, body)).body);
      expect(response.addItem?.[0]?.provider?.[0]?.identifier).toEqual(npi(people.alternative));
    },
  );

  test.each<Said & { example?: string }>([
    { decision: 'approve' },
    { decision: 'deny', reason },
    { decision: 'modify', reason, provider: people.alternative },
    { decision: 'extend', reason, dueBy: '2026-12-04' },
    { decision: 'lower-urgency', reason, example: '10-urgent-suicidal-ideation' },
    { decision: 'request-information', reason, information: 'The last report.' },
  ])(
    '$decision: reviewed by a person, named by NPI and specialty, at that instant; Provenance says the same',
    async (row) => {
      const { example, ...said } = row;
      const at = '2026-11-24T11:30:00-08:00';
      const { open, pended, response, task } = await decided(said, example, at);
      expect(partsOf(extensionOf(response, pasExtension.claimResponseReviewer))).toEqual({
        wasHumanReviewedFlag: true,
        reviewerNPI: npi(people.physician),
        reviewerSpecialty: { coding: [{ system: 'http://nucc.org/provider-taxonomy', code: '207R00000X' }] },
      });
      expect(extensionsOf(response, pasExtension.claimResponseReviewer)).toHaveLength(1);
      expect(response.created).toBe(at);
      const provenances = await provenancesOf(service, open.responseId);
      expect(provenances).toHaveLength(1);
      expect(provenances[0]).toMatchObject({
        recorded: at,
        target: [{ reference: `ClaimResponse/${open.responseId}` }, { reference: `Task/${task.id}` }],
        policy: [`${ownBase}/PlanDefinition/MPUP3078|2025-11-12`],
        activity: { coding: [{ system: `${ownBase}/CodeSystem/decision`, code: said.decision }] },
        agent: [{ who: { identifier: npi(people.physician), display: 'Philippa Stonebridge' } }],
        entity: [
          {
            role: 'revision',
            what: { reference: `ClaimResponse/${open.responseId}/_history/${pended.meta?.versionId}` },
          },
          { role: 'source' },
        ],
      });
      expect(provenances[0]?.reason?.map(({ text }) => text)).toEqual(said.reason === undefined ? undefined : [reason]);
    },
  );
});

const clocksOf = (element: Parameters<typeof extensionsOf>[0]) =>
  extensionsOf(element, `${ownBase}/StructureDefinition/clock`).map((clock) => {
    const { id, due, governing } = partsOf(clock);
    return `${id} ${due}${governing ? ' governs' : ''}`;
  });
const routine = [
  'member-notice-5-business-days 2026-12-01T23:59:59-08:00',
  'decision-7-calendar-days 2026-11-30T23:59:59-08:00',
];

describe('clocks', () => {
  test('extend: the extension governs, on Task and answer; the others are kept; people work by the day before a weekend', async () => {
    const { response, task } = await decided({ decision: 'extend', reason, dueBy: '2026-12-06' });
    const expected = [...routine, 'extension-14-calendar-days 2026-12-06T23:59:59-08:00 governs'];
    expect(clocksOf(task)).toEqual(expected);
    expect(clocksOf(response)).toEqual(expected);
    expect(task.restriction?.period).toEqual({ start: '2026-11-23T10:00:00-08:00', end: '2026-12-06T23:59:59-08:00' });
    expect(extensionOf(task, `${ownBase}/StructureDefinition/work-by`)?.valueDateTime).toBe(
      '2026-12-04T17:00:00-08:00',
    );
    const notes = (response.processNote ?? []).map(({ text }) => text);
    expect(notes).toContain('This extended request is decided by 2026-12-06T23:59:59-08:00 at the latest.');
    expect(notes.join()).not.toContain('2026-11-30T23:59:59');
  });

  test('lower-urgency: the routine clocks from the first receipt, whenever it is lowered', async () => {
    const said = { decision: 'lower-urgency', reason };
    const { response, task } = await decided(said, '10-urgent-suicidal-ideation', '2026-11-25T09:00:00-08:00');
    const expected = [routine[0], `${routine[1]} governs`];
    expect(clocksOf(task)).toEqual(expected);
    expect(clocksOf(response)).toEqual(expected);
    expect(task).toMatchObject({ priority: 'routine', restriction: { period: { end: '2026-11-30T23:59:59-08:00' } } });
  });

  test('lower-urgency of an extended request: the extension still governs', async () => {
    const first = { decision: 'extend', reason, dueBy: '2026-12-04' };
    const { open } = await decided(first, '10-urgent-suicidal-ideation');
    const said = parametersOf({ decision: 'lower-urgency', reviewer: people.physician, reason });
    expect((await decideBy(service, open.task.id, said)).status).toBe(200);
    const task = await taskNow(service, open);
    expect(clocksOf(task)).toEqual([...routine, 'extension-14-calendar-days 2026-12-04T23:59:59-08:00 governs']);
    expect(task).toMatchObject({ priority: 'routine', restriction: { period: { end: '2026-12-04T23:59:59-08:00' } } });
  });

  test('request-information: unmoved, and the texts are kept', async () => {
    const said = { decision: 'request-information', reason, information: 'The last report.' };
    const { open, pended, response, task, tasks } = await decided(said);
    expect(clocksOf(task)).toEqual(clocksOf(open.task));
    expect(clocksOf(response)).toEqual(clocksOf(pended));
    expect(task.restriction).toEqual(open.task.restriction);
    expect(task.note?.[0]?.text).toBe(`Decision: request-information.\n${reason}\nThe last report.`);
    expect(notesOf(response, firstItem(response)?.noteNumber)).toContain('Information is requested: The last report.');
    expect(tasks.map(({ code }) => code?.coding?.[0]?.code)).toEqual(
      expect.arrayContaining(['review', 'attachment-request-code']),
    );
    expect(tasks).toHaveLength(2);
  });
});

interface NoticeRow {
  readonly said: Said;
  readonly example?: string;
  readonly at: string;
  readonly member: string;
  readonly provider: string;
}

const soon = '2026-11-24T09:00:00-08:00';
const noticeRows: readonly NoticeRow[] = [
  {
    said: { decision: 'approve' },
    at: soon,
    member: '2026-11-27T23:59:59-08:00',
    provider: '2026-11-25T09:00:00-08:00',
  },
  {
    said: { decision: 'deny', reason },
    at: soon,
    member: '2026-11-27T23:59:59-08:00',
    provider: '2026-11-25T09:00:00-08:00',
  },
  {
    said: { decision: 'modify', reason, provider: people.alternative },
    at: '2026-11-30T12:00:00-08:00',
    member: '2026-11-30T23:59:59-08:00',
    provider: '2026-11-30T23:59:59-08:00',
  },
  {
    said: { decision: 'extend', reason, dueBy: '2026-12-04' },
    at: '2026-11-30T12:00:00-08:00',
    member: '2026-11-30T23:59:59-08:00',
    provider: '2026-11-30T23:59:59-08:00',
  },
  {
    said: { decision: 'deny', reason },
    example: '10-urgent-level-of-service',
    at: '2026-11-26T09:00:00-08:00',
    member: '2026-11-26T10:00:00-08:00',
    provider: '2026-11-26T10:00:00-08:00',
  },
  {
    said: { decision: 'deny', reason },
    at: '2026-12-02T09:00:00-08:00',
    member: '2026-11-30T23:59:59-08:00',
    provider: '2026-11-30T23:59:59-08:00',
  },
];

describe('notices', () => {
  test.each(noticeRows)('$said.decision of $example at $at: member by $member, provider by $provider', async (row) => {
    const { open, tasks } = await decided(row.said, row.example, row.at);
    const notices = tasks.filter(({ id }) => id !== open.task.id);
    const due = Object.fromEntries(
      notices.map((notice) => [notice.code?.coding?.[0]?.code, notice.restriction?.period?.end]),
    );
    expect(due).toEqual({ 'notify-member': row.member, 'notify-provider': row.provider });
    expect(notices.map(({ authoredOn, status, focus }) => ({ authoredOn, status, focus }))).toEqual(
      notices.map(() => ({ authoredOn: row.at, status: 'requested', focus: open.task.focus })),
    );
    for (const { basedOn, for: member, groupIdentifier, performerType, ...notice } of notices) {
      const { basedOn: of, for: whom, groupIdentifier: ofCase } = open.task;
      expect({ basedOn, member, groupIdentifier }).toEqual({ basedOn: of, member: whom, groupIdentifier: ofCase });
      const isToMember = notice.code?.coding?.[0]?.code === 'notify-member';
      expect(performerType?.[0]?.coding?.[0]?.display).toBe(isToMember ? 'Member Services' : 'Utilization Management');
    }
  });
});

describe('Tasks keep to the profile second-opinion-task', () => {
  test.each(noticeRows)('after $said.decision of $example at $at', async ({ said, example, at }) => {
    const { tasks } = await decided(said, example, at);
    expect(tasks.flatMap((task) => problemsWith(task, 'second-opinion-task'))).toEqual([]);
  });
});

describe('late', () => {
  test('a decision after the deadline stands, is marked, and what had been marked stays told', async () => {
    const open = await openCase(service, '10-network-alternative');
    const overdue = { coding: [{ system: `${ownBase}/CodeSystem/business-status`, code: 'overdue' }] };
    await service.store.client.updateResource({ ...open.task, businessStatus: overdue });
    service.setNow('2026-12-02T09:00:00-08:00');
    const said = parametersOf({ decision: 'deny', reviewer: people.physician, reason });
    expect((await decideBy(service, open.task.id, said)).status).toBe(200);
    const task = await taskNow(service, open);
    expect(task.businessStatus?.coding?.[0]?.code).toBe('late');
    expect(task.note?.map(({ text }) => text)).toEqual([
      `Decision: deny.\n${reason}`,
      'The deadline 2026-11-30T23:59:59-08:00 had passed when this was decided. The Task was marked overdue.',
    ]);
  });

  test('a decision in the deadline’s last second is in time', async () => {
    const { task } = await decided({ decision: 'deny', reason }, undefined, '2026-11-30T23:59:59-08:00');
    expect(task.businessStatus).toBeUndefined();
  });
});

describe.skipIf(!hasPackages)(`decided answers keep to the profiles of ${packages[0]}`, () => {
  test.each<Said>([
    { decision: 'approve' },
    { decision: 'deny', reason, reasonCode: 'Not shown' },
    { decision: 'modify', reason, provider: people.alternative },
    { decision: 'extend', reason, dueBy: '2026-12-04' },
    { decision: 'request-information', reason, information: 'The last report.' },
  ])('$decision', { timeout: 60_000 }, async (said) => {
    const { sent } = await decided(said);
    expect(sent.resourceType === 'Bundle' ? bundleProblems(sent) : sent).toEqual([]);
  });
});
