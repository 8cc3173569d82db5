import type { Bundle, OperationOutcome } from '@medplum/fhirtypes';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import type { IntakeContext } from '../../src/intake/context.ts';
import { sweep } from '../../src/intake/sweep.ts';
import { caseOf } from '../intake/cases.ts';
import { type DecisionService, decisionServiceForTest } from '../intake/decision/support.ts';
import { message } from '../intake/harness.ts';

const example = '10-network-alternative';
/** A store stamps what it writes by the clock on the wall. */
const received = Temporal.Now.instant().round('second');
const today = received.toZonedDateTimeISO('America/Los_Angeles').toPlainDate();
const short = {
  version: 'short',
  from: today.subtract({ days: 30 }).toString(),
  to: today.add({ days: 1 }).toString(),
  closures: [],
};
const long = { ...short, version: 'long', to: today.add({ days: 300 }).toString() };

let service: DecisionService;
let logged: unknown[];
beforeEach(async () => {
  logged = [];
  service = await decisionServiceForTest();
  service.setNow(received);
});

/** The service as it is started with another plan calendar, some time later. */
function withCalendar(plan: typeof short, later: Temporal.DurationLike = { hours: 0 }): IntakeContext {
  const { settings } = service.context;
  const now = () => received.add(later);
  return { ...service.context, now, settings: { ...settings, calendar: { ...settings.calendar, plan } } };
}

async function submit(body: Uint8Array, context: IntakeContext) {
  const app = appOf(context);
  const reply = await app.request('/fhir/Claim/$submit', { method: 'POST', body: Uint8Array.from(body) });
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Bundle | OperationOutcome };
}

function appOf(context: IntakeContext) {
  return createApp({ store: service.store, intake: context, log, localSecret: 'a-secret-for-tests' });
}

const log = (entry: object) => void logged.push(entry);
const errors = () => logged.filter((entry) => JSON.stringify(entry).includes('"level":"error"'));

describe('a plan calendar that ends too early', () => {
  test('is told: 503, when to come again, what the operator does; logged once, with no stack', async () => {
    const context = withCalendar(short);
    const [first, second] = [await submit(message(example), context), await submit(message(example), context)];
    for (const { status, headers, body } of [first, second]) {
      expect([status, headers.get('retry-after'), body.resourceType]).toEqual([503, '3600', 'OperationOutcome']);
      expect(JSON.stringify(body)).toMatch(
        /calendar does not cover the clocks of a request received today: \d{4}-\d\d-\d\d is outside plan calendar short .*PLAN_CALENDAR/,
      );
      expect(JSON.stringify(body)).not.toContain('incident');
    }
    expect(errors()).toHaveLength(1);
    expect(JSON.stringify(errors())).not.toMatch(/frames|unforeseen/);
  });

  test('what needs no clock is answered all the same', async () => {
    expect((await submit(message('6-network-cardiologist'), withCalendar(short))).status).toBe(200);
  });

  test('the receipt stays, with people at once, and is answered by the sweep once a calendar covers it', async () => {
    const body = message(example);
    await submit(body, withCalendar(short));
    const { client } = service.store;
    const hour = { hours: 1 };
    expect(await sweep(withCalendar(short, hour))).toMatchObject({ held: 1, failed: 0 });
    expect(await sweep(withCalendar(short, hour))).toMatchObject({ answered: 0, held: 0, failed: 0 });
    const held = await caseOf(client, body);
    expect(held.receipts.map(({ status }) => status)).toEqual(['on-hold']);
    expect(held.tasks).toEqual([
      expect.objectContaining({
        status: 'requested',
        for: { reference: expect.stringMatching(/^Patient\//) },
        description: expect.stringContaining('PLAN_CALENDAR'),
      }),
    ]);
    expect(await sweep(withCalendar(long, { hours: 2 }))).toMatchObject({ answered: 1, failed: 0 });
    const { receipts, responses, tasks } = await caseOf(client, body);
    expect(receipts.map(({ status, statusReason }) => [status, statusReason])).toEqual([['completed', undefined]]);
    expect(responses.map(({ created }) => Temporal.Instant.from(created).toString())).toEqual([received.toString()]);
    expect(tasks.map(({ status }) => status).sort()).toEqual(['cancelled', 'requested']);
  });
});
