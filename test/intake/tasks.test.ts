import type { ClaimResponse, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extensionOf, extensionsOf } from '../../src/fhir/elements.ts';
import { policyFindingUrl } from '../../src/fhir/policyFinding.ts';
import { receive } from '../../src/intake/receive.ts';
import { sweep } from '../../src/intake/sweep.ts';
import { caseOf, keyOf, taskCode } from './cases.ts';
import { answerTo, intakeStores, later, message, type OpenIntake, sender } from './harness.ts';

const ownBase = 'https://w3id.org/second-opinion';
const npi = 'http://hl7.org/fhir/sid/us-npi';
/** The afternoon before Thanksgiving; the Friday after is a holiday of the state only, and counts. */
const received = Temporal.Instant.from('2026-11-25T16:30:00-08:00');
const receivedLocal = '2026-11-25T16:30:00-08:00';

const routine = {
  priority: 'routine',
  due: '2026-12-02T23:59:59-08:00',
  workBy: '2026-12-02T17:00:00-08:00',
  clocks: [
    { id: 'member-notice-5-business-days', due: '2026-12-03T23:59:59-08:00', governing: false },
    { id: 'decision-7-calendar-days', due: '2026-12-02T23:59:59-08:00', governing: true },
  ],
};
const urgent = {
  priority: 'urgent',
  due: '2026-11-28T16:30:00-08:00',
  workBy: '2026-11-27T16:30:00-08:00',
  clocks: [{ id: 'urgent-72h', due: '2026-11-28T16:30:00-08:00', governing: true }],
};
const notice = (priority: 'routine' | 'urgent', id: string, due: string, workBy: string) => ({
  priority,
  due,
  workBy,
  clocks: [{ id, due, governing: true }],
});

const utilizationManagement = 'Utilization Management';
const memberServices = 'Member Services';

const rows = [
  { example: '10-network-alternative', code: 'review', queue: utilizationManagement, status: 'requested', ...routine },
  { example: '2-coverage-ended', code: 'review', queue: utilizationManagement, status: 'requested', ...routine },
  {
    example: '5-nobody-requested',
    code: 'find-provider',
    queue: utilizationManagement,
    status: 'requested',
    ...routine,
  },
  {
    example: '10-urgent-level-of-service',
    code: 'review',
    queue: utilizationManagement,
    status: 'requested',
    ...urgent,
  },
  {
    example: '9-advanced-heart-failure',
    code: 'notify-member',
    queue: memberServices,
    status: 'requested',
    ...notice('routine', 'notify-member-2-business-days', '2026-11-30T23:59:59-08:00', '2026-11-30T17:00:00-08:00'),
  },
  {
    example: '9-advanced-heart-failure',
    code: 'notify-provider',
    queue: utilizationManagement,
    status: 'completed',
    ...notice('routine', 'notify-provider-24-hours', '2026-11-26T16:30:00-08:00', '2026-11-26T08:30:00-08:00'),
  },
  {
    example: '9-otolaryngology-urgent',
    code: 'notify-member',
    queue: memberServices,
    status: 'requested',
    ...notice('urgent', 'notify-member-2-business-days', '2026-11-28T16:30:00-08:00', '2026-11-25T17:00:00-08:00'),
  },
  {
    example: '9-otolaryngology-urgent',
    code: 'notify-provider',
    queue: utilizationManagement,
    status: 'completed',
    ...notice('urgent', 'notify-provider-24-hours', '2026-11-26T16:30:00-08:00', '2026-11-26T08:30:00-08:00'),
  },
];

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`Tasks on ${store.name}`, () => {
    let intake: OpenIntake;
    beforeAll(async () => {
      intake = await store.open();
    });
    afterAll(() => intake?.close());

    async function answered(example: string, code: string) {
      const body = message(example);
      await answerTo(intake.context, body, received);
      const stored = await caseOf(intake.client, body);
      const [task, ...others] = stored.tasks.filter((candidate) => taskCode(candidate) === code);
      if (!task || others.length > 0) throw new Error(`${others.length + 1} Tasks ${code}`);
      return { task, key: keyOf(body), ...stored };
    }

    test.each(rows)('$code of $example: $status, $priority, due $due, for $queue', async (row) => {
      const { task, key, claims, responses } = await answered(row.example, row.code);
      expect(task).toMatchObject({
        status: row.status,
        intent: 'order',
        priority: row.priority,
        code: { coding: [{ system: `${ownBase}/CodeSystem/task`, code: row.code }] },
        focus: { reference: `ClaimResponse/${responses[0]?.id}` },
        basedOn: [{ reference: `Claim/${claims[0]?.id}` }],
        for: { reference: expect.stringMatching(/^Patient\/[0-9a-f-]{36}$/) },
        groupIdentifier: { system: `${ownBase}/case`, value: key },
        authoredOn: receivedLocal,
        restriction: { period: { start: receivedLocal, end: row.due } },
        performerType: [{ coding: [{ display: row.queue }] }],
      });
      expect(task.performerType?.[0]?.coding).toHaveLength(1);
      expect(clocksOf(task)).toEqual(row.clocks);
      expect(extensionOf(task, `${ownBase}/StructureDefinition/work-by`)?.valueDateTime).toBe(row.workBy);
      expect(task.for?.reference).toBe(responses[0]?.patient.reference);
    });

    test.each(rows)('$code of $example: every clock has a basis and an explanation', async ({ example, code }) => {
      const { task } = await answered(example, code);
      const clocks = extensionsOf(task, `${ownBase}/StructureDefinition/clock`);
      const texts = clocks.flatMap((clock) => [
        extensionOf(clock, 'basis')?.valueString,
        extensionOf(clock, 'explanation')?.valueString,
      ]);
      expect(texts.length).toBeGreaterThanOrEqual(2);
      expect(texts.filter((text) => text === undefined || text.length < 5)).toEqual([]);
    });

    test('notify-provider is open when nobody waited for the answer', async () => {
      const body = message('9-advanced-heart-failure');
      const key = keyOf(body);
      const instant = Temporal.Now.instant();
      await receive(intake.client, { key, channel: 'pas-submit', client: sender, received: instant, body });
      await sweep(later(intake.context, { seconds: 61 }));
      const { tasks } = await caseOf(intake.client, body);
      expect(Object.fromEntries(tasks.map((task) => [taskCode(task), task.status]))).toEqual({
        'notify-member': 'requested',
        'notify-provider': 'requested',
      });
    });

    test('one review lists every pended item of its Claim, and no other', async () => {
      const { task } = await answered('3-test-beside-approved-opinion', 'review');
      expect(task.input?.flatMap(({ valuePositiveInt }) => valuePositiveInt ?? [])).toEqual([2]);
    });

    test.each([
      { example: '10-network-alternative', code: 'review' },
      { example: '5-nobody-requested', code: 'find-provider' },
    ])('$code of $example: the candidates by NPI, and the findings one reference away', async ({ example, code }) => {
      const { task, responses } = await answered(example, code);
      const candidates = (task.input ?? [])
        .filter(({ type }) => type.coding?.[0]?.code === 'candidate')
        .flatMap(({ valueReference }) => valueReference ?? []);
      expect(candidates.length).toBeGreaterThan(0);
      expect(
        candidates.map(({ identifier }) => [identifier?.system, /^\d{10}$/.test(identifier?.value ?? '')]),
      ).toEqual(candidates.map(() => [npi, true]));
      expect(responses.flatMap(findings).length).toBeGreaterThan(0);
    });

    test.each(['6-network-cardiologist', '1-75-member-not-found'])('%s leaves nothing to do', async (example) => {
      const body = message(example);
      await answerTo(intake.context, body, received);
      expect((await caseOf(intake.client, body)).tasks).toEqual([]);
    });
  });
}

function clocksOf(task: Task) {
  return extensionsOf(task, `${ownBase}/StructureDefinition/clock`).map((clock) => ({
    id: extensionOf(clock, 'id')?.valueCode,
    due: extensionOf(clock, 'due')?.valueDateTime,
    governing: extensionOf(clock, 'governing')?.valueBoolean,
  }));
}

function findings(response: ClaimResponse) {
  return [response, ...(response.item ?? [])].flatMap((element) => extensionsOf(element, policyFindingUrl));
}
