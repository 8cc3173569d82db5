import type { ServiceRequest, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handler } from '../../bots/receiveServiceRequest.ts';
import { clockUrl, workByUrl } from '../../src/fhir/clock.ts';
import { extensionOf, extensionsOf } from '../../src/fhir/elements.ts';
import { startOfClocks, storedCase, taskCode } from '../intake/cases.ts';
import { type OpenIntake, openEmbedded } from '../intake/harness.ts';
import { serviceRequest } from '../intake/storedClaims.ts';
import { eventFor } from './botRuns.ts';

let intake: OpenIntake;
beforeAll(async () => {
  intake = await openEmbedded();
});
afterAll(() => intake.close());

async function open(example: string, change: Partial<ServiceRequest> = {}, updates = 0) {
  const first = await intake.client.createResource(serviceRequest(example, change));
  let newest = first;
  for (let update = 1; update <= updates; update += 1) {
    newest = await intake.client.updateResource<ServiceRequest>({ ...newest, note: [{ text: `Version ${update}` }] });
  }
  await handler(intake.client, eventFor(newest));
  return { first, ...(await storedCase(intake.client, `service-request|${first.id}`)) };
}

const wholeSecond = (instant: string | undefined) =>
  Temporal.Instant.from(instant ?? '')
    .round({ smallestUnit: 'second', roundingMode: 'floor' })
    .toString();

describe('the case of a ServiceRequest', () => {
  test.each([0, 1, 3, 120])('updated %i times before the bot ran: starts at the first version', async (updates) => {
    const { first, ...stored } = await open('out-of-network-heart-failure', {}, updates);
    expect(stored.receipts[0]?.received).toBe(first.meta?.lastUpdated);
    expect(startOfClocks(stored)).toEqual([wholeSecond(first.meta?.lastUpdated)]);
  });

  test('is based on it, tells nobody by itself, and is about the member of record', async () => {
    const { first, tasks, responses, claims, receipts } = await open('out-of-network-heart-failure');
    const [member] = await intake.client.searchResources('Patient', 'identifier=RC100001');
    expect(receipts[0]?.about).toEqual([
      { reference: `ServiceRequest/${first.id}` },
      { reference: `ClaimResponse/${responses[0]?.id}` },
    ]);
    expect(responses[0]).toMatchObject({
      request: { reference: `Claim/${claims[0]?.id}` },
      patient: { reference: `Patient/${member?.id}` },
    });
    expect(tasks.map(taskCode).sort()).toEqual(['notify-member', 'notify-provider']);
    expect(
      tasks.map(({ basedOn, status, focus, for: about }) => ({ basedOn, status, focus, about: about?.reference })),
    ).toEqual(
      tasks.map(() => ({
        basedOn: [{ reference: `ServiceRequest/${first.id}` }],
        status: 'requested',
        focus: { reference: `ClaimResponse/${responses[0]?.id}` },
        about: `Patient/${member?.id}`,
      })),
    );
  });

  test('of an order marked urgent has the urgent clock', async () => {
    const { tasks } = await open('urgent-psychiatry');
    expect(tasks.map(clockIds)).toEqual([['urgent-72h']]);
    expect(tasks.map(({ priority }) => priority)).toEqual(['urgent']);
  });

  test.each([
    { priority: 'routine', clocks: ['member-notice-5-business-days', 'decision-7-calendar-days'] },
    { priority: 'urgent', clocks: ['urgent-72h'] },
  ] as const)('of nobody known as a member, $priority: identify-member with $clocks', async ({ priority, clocks }) => {
    const subject: ServiceRequest['subject'] = {
      type: 'Patient',
      identifier: { system: 'https://redwood-coast.example/member-number', value: 'RC999999' },
    };
    const { tasks, responses } = await open('out-of-network-heart-failure', {
      priority,
      subject,
      insurance: [],
    });
    expect(responses.map(({ outcome }) => outcome)).toEqual(['error']);
    expect(tasks.map(taskCode)).toEqual(['identify-member']);
    expect(tasks.map(clockIds)).toEqual([clocks]);
    expect(tasks.map((task) => extensionsOf(task, clockUrl).filter(isGoverning).length)).toEqual([1]);
    expect(tasks.map((task) => typeof extensionOf(task, workByUrl)?.valueDateTime)).toEqual(['string']);
    expect(tasks.map((task) => task.performerType?.[0]?.coding?.[0]?.display)).toEqual(['Member Services']);
  });
});

function clockIds(task: Task): readonly (string | undefined)[] {
  return extensionsOf(task, clockUrl).map((clock) => extensionOf(clock, 'id')?.valueCode);
}

function isGoverning(clock: Parameters<typeof extensionOf>[0]): boolean {
  return extensionOf(clock, 'governing')?.valueBoolean === true;
}
