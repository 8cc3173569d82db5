import type { ClaimResponse, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseKeyOf, clocksSinceOf, earlierRequestUrl } from '../../../src/fhir/caseLinks.ts';
import { clockUrl } from '../../../src/fhir/clock.ts';
import { concept, extensionOf, extensionsOf } from '../../../src/fhir/elements.ts';
import { findingsOf } from '../../../src/fhir/policyFinding.ts';
import { icd10Codes } from '../../../src/fhir/systems.ts';
import { evidenceIn } from '../../../src/intake/evidenceDocument.ts';
import { readEvidence } from '../../../src/intake/readEvidence.ts';
import { replay } from '../../../src/intake/replay.ts';
import { submit } from '../../../src/intake/submit.ts';
import { opinionSoughtSystem } from '../../../src/intake/undecided/opinionSought.ts';
import { storedCase } from '../cases.ts';
import { decideBy, decisionServiceForTest, parametersOf, people, received } from '../decision/support.ts';
import { answerIn, answerTo, base, intakeStores, type OpenIntake, openEmbedded, openForTest } from '../harness.ts';
import {
  addItem,
  type Change,
  cancelItem,
  certify,
  codeOf,
  itemIn,
  request,
  tasksOf,
  updateOf,
} from '../updates/support.ts';

const pended = '10-network-alternative';
const routineDue = '2026-11-30T23:59:59-08:00';
const urgent: Change = (claim) => {
  claim.priority = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/processpriority', code: 'stat' }] };
};
const backPain = concept(icd10Codes, 'M54.50');
const note = 'An earlier request for the same member, professional and condition is not decided yet.';

/** What links a case to others, and its clock. */
async function seen({ client }: Pick<OpenIntake, 'client'>, { id = '' }: ClaimResponse) {
  const response = await client.readResource('ClaimResponse', id, { cache: 'reload' });
  const task = await reviewOf({ client }, response);
  const links = (element: Task | ClaimResponse) =>
    extensionsOf(element, earlierRequestUrl).map(({ valueReference }) => valueReference?.reference);
  return {
    links: links(response),
    tasksLinks: links(task),
    since: clocksSinceOf(response)?.toString(),
    due: governing(response),
    tasksDue: task.restriction?.period?.end,
    start: Temporal.Instant.from(task.authoredOn ?? '').toString(),
    period: periodOf(task),
    marked: findingsOf(response.extension).find((found) => found.id === 'urgent-practitioner-opinion')?.answer,
    priority: task.priority,
    findings: findingsOf(response.extension).filter((found) => found.id === 'earlier-request-undecided').length,
    notes: (response.processNote ?? []).filter(({ text }) => text.startsWith(note)).length,
    taskNotes: task.note?.length ?? 0,
  };
}

async function reviewOf({ client }: Pick<OpenIntake, 'client'>, response: ClaimResponse): Promise<Task> {
  const [task, ...others] = (await tasksOf(client, response)).filter((each) => codeOf(each) === 'review');
  if (!task || others.length > 0) throw new Error(`${others.length + 1} reviews`);
  return task;
}

/** From the request's own receipt, or from its due instant where that lay before. */
function periodOf({ authoredOn = '', restriction }: Task): string {
  const { start = '', end = '' } = restriction?.period ?? {};
  const [from, to, authored] = [start, end, authoredOn].map(
    (instant) => Temporal.Instant.from(instant).epochMilliseconds,
  );
  return from === Math.min(authored ?? 0, to ?? 0) ? 'valid' : `${start} to ${end}`;
}

function governing(element: Task | ClaimResponse): string {
  const clock = extensionsOf(element, clockUrl).find((each) => extensionOf(each, 'governing')?.valueBoolean);
  return `${extensionOf(clock, 'id')?.valueCode} ${extensionOf(clock, 'due')?.valueDateTime}`;
}

interface Row {
  readonly what: string;
  readonly first: Change;
  readonly second: Change;
  readonly hours: number;
  readonly due: string;
  readonly priority: string;
}

const rows: readonly Row[] = [
  {
    what: 'routine beside routine',
    first: () => {},
    second: () => {},
    hours: 30,
    due: `decision-7-calendar-days ${routineDue}`,
    priority: 'routine',
  },
  {
    what: 'urgent beside routine, which its own 72 hours precede',
    first: () => {},
    second: urgent,
    hours: 24,
    due: 'urgent-72h 2026-11-27T10:00:00-08:00',
    priority: 'urgent',
  },
  {
    what: 'urgent beside routine, which is due first',
    first: () => {},
    second: urgent,
    hours: 144,
    due: `decision-7-calendar-days ${routineDue}`,
    priority: 'urgent',
  },
  {
    what: 'routine beside urgent',
    first: urgent,
    second: () => {},
    hours: 10,
    due: 'urgent-72h 2026-11-26T10:00:00-08:00',
    priority: 'urgent',
  },
  {
    what: 'routine beside one that is overdue',
    first: () => {},
    second: () => {},
    hours: 240,
    due: `decision-7-calendar-days ${routineDue}`,
    priority: 'routine',
  },
];

describe('a new request for the same while one is undecided', () => {
  test.each(rows)('$what, $hours h later: $due, $priority', async ({ first, second, hours, due, priority }) => {
    const intake = await openForTest({ name: '', configured: true, open: () => openEmbedded() });
    const earlier = await answerTo(intake.context, request(pended, first).body, received);
    const before = await intake.client.readResource('ClaimResponse', earlier.id ?? '', { cache: 'reload' });
    const later = await answerTo(intake.context, request(pended, second).body, received.add({ hours }));
    expect(caseKeyOf(later)).not.toBe(caseKeyOf(earlier));
    expect(await seen(intake, later)).toEqual({
      links: [`ClaimResponse/${earlier.id}`],
      tasksLinks: [`ClaimResponse/${earlier.id}`],
      since: received.toString(),
      due,
      tasksDue: due.split(' ')[1],
      start: received.add({ hours }).toString(),
      period: 'valid',
      marked: second === urgent ? 'yes' : 'no',
      priority,
      findings: 1,
      notes: 1,
      taskNotes: 1,
    });
    const after = await intake.client.readResource('ClaimResponse', earlier.id ?? '', { cache: 'reload' });
    expect(after.meta?.versionId).toBe(before.meta?.versionId);
    expect(extensionOf(later, earlierRequestUrl)).toBeUndefined();
  });

  test('from another client: the same', async () => {
    const intake = await openForTest({ name: '', configured: true, open: () => openEmbedded() });
    const earlier = await answerTo(intake.context, request(pended).body, received);
    const arrival = { client: 'another', body: request(pended).body, received: received.add({ hours: 5 }), base };
    const later = answerIn(await submit(intake.context, arrival));
    expect((await seen(intake, later)).links).toEqual([`ClaimResponse/${earlier.id}`]);
  });

  test('a third one: linked to both, its clocks from the first', async () => {
    const intake = await openForTest({ name: '', configured: true, open: () => openEmbedded() });
    const [one, two, three] = [request(pended), request(pended), request(pended)];
    const first = await answerTo(intake.context, one.body, received);
    const second = await answerTo(intake.context, two.body, received.add({ hours: 20 }));
    const third = await seen(intake, await answerTo(intake.context, three.body, received.add({ hours: 40 })));
    expect(new Set(third.links)).toEqual(new Set([first, second].map(({ id }) => `ClaimResponse/${id}`)));
    expect(third.since).toBe(received.toString());
    expect(third.start).toBe(received.add({ hours: 40 }).toString());
  });

  test('a person gave the earlier one more time: this one has no more than its own', async () => {
    const service = await decisionServiceForTest();
    const { client } = service.store;
    const earlier = await answerTo(service.context, request(pended).body, received);
    const extension = { decision: 'extend', reason: 'Records are awaited.', dueBy: '2026-12-06' };
    await decided(service, await reviewOf({ client }, earlier), extension);
    const later = await answerTo(service.context, request(pended).body, received.add({ hours: 30 }));
    const { links, due, since } = await seen({ client }, later);
    expect({ links, due, since }).toEqual({
      links: [`ClaimResponse/${earlier.id}`],
      due: 'decision-7-calendar-days 2026-12-01T23:59:59-08:00',
      since: undefined,
    });
  });

  test.each([
    ['2026-12-07', 200],
    ['2026-12-08', 422],
  ])('to extend it to %s counts from the earlier receipt: %i', async (dueBy, status) => {
    const service = await decisionServiceForTest();
    const { client } = service.store;
    await answerTo(service.context, request(pended).body, received);
    const later = await answerTo(service.context, request(pended).body, received.add({ hours: 60 }));
    const said = { decision: 'extend', reviewer: people.physician, reason: 'Records are awaited.', dueBy };
    const { id = '' } = await reviewOf({ client }, later);
    expect((await decideBy(service, id, parametersOf(said))).status).toBe(status);
  });

  describe('to lower its urgency', () => {
    const lower = { decision: 'lower-urgency', reviewer: people.physician, reason: 'It can wait.' };
    /** An urgency that no professional marks. */
    const suicidal: Change = (claim) => {
      claim.diagnosis?.push({ sequence: 99, diagnosisCodeableConcept: concept(icd10Codes, 'R45.851') });
    };
    const earlierDue = '2026-11-26T10:00:00-08:00';

    async function both(first: Change, second: Change) {
      const service = await decisionServiceForTest();
      const { client } = service.store;
      const earlier = await answerTo(service.context, request(pended, first).body, received);
      const later = await answerTo(service.context, request(pended, second).body, received.add({ hours: 10 }));
      const say = async (response: ClaimResponse) => {
        const { id = '' } = await reviewOf({ client }, response);
        return decideBy(service, id, parametersOf(lower));
      };
      return { earlier, later, say, now: () => seen({ client }, later) };
    }

    test('what a professional marked on the earlier one is not lowered here: for what it is, not as a mark on this one', async () => {
      const { later, say, now } = await both(urgent, () => {});
      const before = await now();
      const reply = await say(later);
      expect(reply.status).toBe(422);
      expect(JSON.stringify(reply.body)).toMatch(
        /earlier request for the same, ClaimResponse.*No professional marked this one/,
      );
      expect(JSON.stringify(reply.body)).not.toContain('III.A.2');
      expect(await now()).toEqual(before);
    });

    test('its own urgency is lowered to no later than the earlier one is due: it changes nothing, and says so', async () => {
      const { later, say, now } = await both(urgent, suicidal);
      expect((await say(later)).status).toBe(422);
      expect((await now()).due).toBe(`urgent-72h ${earlierDue}`);
    });

    test('its own urgency beside a routine one: to the clocks of that one', async () => {
      const { later, say, now } = await both(() => {}, suicidal);
      expect((await now()).due).toBe('urgent-72h 2026-11-26T20:00:00-08:00');
      expect((await say(later)).status).toBe(200);
      expect(await now()).toMatchObject({ due: `decision-7-calendar-days ${routineDue}`, priority: 'routine' });
    });

    test('once the earlier one is lowered, this one may be too', async () => {
      const { earlier, later, say, now } = await both(suicidal, () => {});
      expect((await say(later)).status).toBe(422);
      expect((await say(earlier)).status).toBe(200);
      expect((await now()).due).toBe(`urgent-72h ${earlierDue}`);
      expect((await say(later)).status).toBe(200);
      expect(await now()).toMatchObject({ due: `decision-7-calendar-days ${routineDue}`, priority: 'routine' });
    });
  });

  test('an update of it keeps the link and the clocks', async () => {
    const intake = await openForTest({ name: '', configured: true, open: () => openEmbedded() });
    await answerTo(intake.context, request(pended).body, received);
    const second = request(pended);
    await answerTo(intake.context, second.body, received.add({ hours: 30 }));
    const at = received.add({ hours: 60 });
    const update = await answerTo(intake.context, updateOf(second, (claim) => certify(itemIn(claim, 1), '4')).body, at);
    const { due, start, tasksLinks } = await seen(intake, update);
    expect({ due, start }).toEqual({
      due: `decision-7-calendar-days ${routineDue}`,
      start: received.add({ hours: 30 }).toString(),
    });
    expect(tasksLinks).toHaveLength(1);
  });
});

type Decision = Parameters<typeof parametersOf>[0];

async function decided(
  service: Awaited<ReturnType<typeof decisionServiceForTest>>,
  { id = '' }: Task,
  said: Decision,
): Promise<void> {
  const reply = await decideBy(service, id, parametersOf({ reviewer: people.physician, ...said }));
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
}

const unlinked = { links: [], tasksLinks: [], since: undefined, findings: 0, notes: 0, taskNotes: 0 };

describe('what is not linked', () => {
  const others: readonly { readonly what: string; readonly change: Change }[] = [
    {
      what: 'another condition',
      change: (claim) => {
        for (const diagnosis of claim.diagnosis ?? []) diagnosis.diagnosisCodeableConcept = backPain;
      },
    },
    {
      what: 'another professional',
      change: (claim, bundle) => {
        delete claim.careTeam;
        for (const item of claim.item ?? []) delete item.careTeamSequence;
        for (const { resource } of bundle.entry ?? [])
          if (resource?.resourceType === 'ServiceRequest') delete resource.performer;
      },
    },
  ];
  test.each(others)('$what', async ({ change }) => {
    const intake = await openForTest({ name: '', configured: true, open: () => openEmbedded() });
    await answerTo(intake.context, request(pended).body, received);
    const at = received.add({ hours: 30 });
    const later = await answerTo(intake.context, request(pended, change).body, at);
    const stored = await intake.client.readResource('ClaimResponse', later.id ?? '', { cache: 'reload' });
    expect(extensionsOf(stored, earlierRequestUrl)).toEqual([]);
    const [task] = await tasksOf(intake.client, later);
    expect(Temporal.Instant.from(task?.authoredOn ?? '').toString()).toBe(at.toString());
  });

  test('one that is cancelled', async () => {
    const intake = await openForTest({ name: '', configured: true, open: () => openEmbedded() });
    const first = request(pended);
    await answerTo(intake.context, first.body, received);
    const cancelled = updateOf(first, (claim) => cancelItem(itemIn(claim, 1)));
    await answerTo(intake.context, cancelled.body, received.add({ hours: 1 }));
    const later = await answerTo(intake.context, request(pended).body, received.add({ hours: 30 }));
    expect(await seen(intake, later)).toMatchObject(unlinked);
  });

  test('one that a person decided', async () => {
    const service = await decisionServiceForTest();
    const { client } = service.store;
    const earlier = await answerTo(service.context, request(pended).body, received);
    await decided(service, await reviewOf({ client }, earlier), { decision: 'approve' });
    const later = await answerTo(service.context, request(pended).body, received.add({ hours: 30 }));
    expect(await seen({ client }, later)).toMatchObject(unlinked);
  });

  test('one that is answered now, though it was received later', async () => {
    const intake = await openForTest({ name: '', configured: true, open: () => openEmbedded() });
    await answerTo(intake.context, request(pended).body, received.add({ hours: 1 }));
    const earlier = await answerTo(intake.context, request(pended).body, received);
    expect(await seen(intake, earlier)).toMatchObject(unlinked);
  });

  test('an item that an update cancels while another of its case is open', async () => {
    const intake = await openForTest({ name: '', configured: true, open: () => openEmbedded() });
    const both = request(pended, (claim) => {
      const other = addItem(claim, 1, 2);
      claim.diagnosis?.push({ sequence: 99, diagnosisCodeableConcept: backPain });
      other.diagnosisSequence = [99];
    });
    const onlyOther: Change = (claim) => {
      for (const diagnosis of claim.diagnosis ?? []) diagnosis.diagnosisCodeableConcept = backPain;
    };
    await answerTo(intake.context, both.body, received);
    const beside = await answerTo(intake.context, request(pended, onlyOther).body, received.add({ hours: 1 }));
    expect((await seen(intake, beside)).links).toHaveLength(1);
    const cancel = (version: typeof both, sequence: number) =>
      updateOf(version, (claim) => cancelItem(itemIn(claim, sequence)));
    await answerTo(intake.context, cancel(both, 2).body, received.add({ hours: 2 }));
    const later = await answerTo(intake.context, request(pended, onlyOther).body, received.add({ hours: 30 }));
    expect((await seen(intake, later)).links).toEqual([`ClaimResponse/${beside.id}`]);
  });
});

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`undecided requests on ${store.name}`, () => {
    let intake: OpenIntake;
    beforeAll(async () => {
      intake = await store.open();
    });
    afterAll(() => intake?.close());

    test('are found by what they seek, and the evidence replays to the same answer and deadlines', async () => {
      const { client, context } = intake;
      const start = Temporal.Now.instant().subtract({ hours: 30 }).round('second');
      const earlier = await answerTo(context, request(pended).body, start);
      const later = await answerTo(context, request(pended).body, start.add({ hours: 20 }));
      expect((await seen(intake, later)).links).toContain(`ClaimResponse/${earlier.id}`);
      const [one, other] = [await reviewOf(intake, earlier), await reviewOf(intake, later)].map(({ identifier = [] }) =>
        identifier.filter(({ system }) => system === opinionSoughtSystem).map(({ value }) => value),
      );
      expect(one).toHaveLength(1);
      expect(other).toEqual(one);
      const [document] = (await storedCase(client, caseKeyOf(later) ?? '')).evidence;
      const stored = document && (await evidenceIn(client, document));
      const read = readEvidence(stored?.bytes ?? new Uint8Array());
      if (!read.ok) throw new Error(read.problems.join());
      expect(read.evidence.facts.undecidedSince).toBeDefined();
      expect(read.evidence.beside?.governing).toEqual(read.evidence.deadlines?.governing);
      expect(replay(read.evidence)).toMatchObject({ ok: true, differences: [] });
    });
  });
}
