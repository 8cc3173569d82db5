import { validateResource } from '@medplum/core';
import type { Bundle, ClaimResponse, Parameters, Subscription, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../../src/store/index.ts';
import { parametersOf, people } from '../../intake/decision/support.ts';
import { type Arrival, openReceiver, part, type Receiver, statusIn } from '../../notifications/receiver.ts';
import { eventually, requestor, subscriptionFor } from '../../notifications/support.ts';
import { claimResponseIn, example, post, search, submit } from '../../support/fhirHttp.ts';
import { type RunningServer, startServer, temporaryDirectory } from '../../support/server.ts';

/** Groups 1 and 2.3.2 of the Inferno PAS server suite 2.2.1, against the service as its users start it. */

const directory = temporaryDirectory();
const token = 'Bearer of-the-tester';
const topic = 'http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic';
const headers = { 'content-type': 'application/fhir+json' };

let server: RunningServer;
let receiver: Receiver;
let closeReceiver: () => Promise<void>;
let created: { readonly status: number; readonly body: Subscription };

beforeAll(async () => {
  loadDefinitions();
  server = await startServer(directory.path);
  receiver = await openReceiver((close) => {
    closeReceiver = close;
  });
  const preset = {
    filter: `org-identifier=${requestor}`,
    header: [`Authorization: ${token}`],
    end: '2020-12-31T23:59:59Z',
  };
  const body = JSON.stringify(subscriptionFor(receiver.url, preset));
  const reply = await fetch(`${server.url}/fhir/Subscription`, { method: 'POST', headers, body });
  created = { status: reply.status, body: (await reply.json()) as Subscription };
  await eventually(() => expect(receiver.taken).toHaveLength(1));
});
afterAll(async () => {
  await closeReceiver();
  await server.stop();
  directory.remove();
});

function only(type: string): Arrival {
  const found = receiver.taken.filter((arrival) => arrival.type === type);
  const [arrival] = found;
  if (!arrival || found.length > 1) throw new Error(`${found.length} notifications of type ${type}`);
  return arrival;
}

/** What every notification keeps to. */
function envelopeProblems({ bundle, headers: sent }: Arrival): readonly string[] {
  const status: Parameters = statusIn(bundle);
  const [first] = bundle.entry ?? [];
  const rules: readonly (readonly [holds: boolean, rule: string])[] = [
    [sent.authorization === token, 'carries the subscriber’s Authorization'],
    [sent['content-type']?.startsWith('application/fhir+json') ?? false, 'is sent as it was asked for'],
    [bundle.type === 'history', 'is a history'],
    [
      (bundle.entry ?? []).every(({ request, response }) => request && response),
      'has request and response on every entry',
    ],
    [first?.request?.method === 'GET', 'names how the status is asked for'],
    [first?.request?.url.endsWith(`Subscription/${created.body.id}/$status`) ?? false, 'names where the status is'],
    [first?.response?.status === '200', 'has the status’s own status'],
    [
      part(status.parameter, 'subscription')?.valueReference?.reference?.endsWith(`Subscription/${created.body.id}`) ??
        false,
      'names the subscription',
    ],
    [part(status.parameter, 'topic')?.valueCanonical === topic, 'names the topic'],
  ];
  return rules.filter(([holds]) => !holds).map(([, rule]) => rule);
}

describe('group 1, subscription setup', () => {
  it('1.02: the Subscription is created, and the handshake is received', () => {
    expect(created.status).toBe(201);
    expect(only('handshake').path).toBe('/notify');
  });

  it('1.03: the creation is answered with the Subscription, requested', () => {
    expect(created.body).toMatchObject({
      resourceType: 'Subscription',
      status: 'requested',
      channel: { type: 'rest-hook', header: [`Authorization: ${token}`], payload: 'application/fhir+json' },
    });
    expect(created.body.id).toBeTruthy();
  });

  it('1.04: the handshake is conformant', () => {
    const handshake = only('handshake');
    const { parameter } = statusIn(handshake.bundle);
    expect(envelopeProblems(handshake)).toEqual([]);
    expect(part(parameter, 'status')?.valueCode).toBe('requested');
    expect(part(parameter, 'type')?.valueCode).toBe('handshake');
    expect(handshake.bundle.entry).toHaveLength(1);
    validateResource(handshake.bundle);
    validateResource(statusIn(handshake.bundle));
  });
});

describe('group 2.3.2, a pended claim is updated', () => {
  let answer: ClaimResponse;
  let event: Arrival;
  beforeAll(async () => {
    answer = claimResponseIn(await submit(server.url, example('requests/10-network-alternative.json')));
    const [task]: readonly Task[] = await search(server.url, 'Task', `focus=ClaimResponse/${answer.id}`);
    const decision = parametersOf({
      decision: 'deny',
      reviewer: people.physician,
      reason: 'Criterion VI.B is not met.',
    });
    const decided = await post(`${server.url}/fhir/Task/${task?.id}/$decide`, decision);
    expect(decided.status, JSON.stringify(decided.body)).toBe(200);
    await eventually(() => expect(receiver.taken.length).toBe(2));
    event = only('event-notification');
  });

  it('2.3.2.01: the client is notified', () => {
    expect(event.headers.authorization).toBe(token);
  });

  it('2.3.2.02: the event notification is conformant', () => {
    const { parameter } = statusIn(event.bundle);
    expect(envelopeProblems(event)).toEqual([]);
    expect(part(parameter, 'status')?.valueCode).toBe('active');
    expect(part(parameter, 'type')?.valueCode).toBe('event-notification');
    expect(part(parameter, 'events-since-subscription-start')?.valueString).toBe('1');
    const notified = part(parameter, 'notification-event')?.part;
    expect(part(notified, 'event-number')?.valueString).toBe('1');
    expect(part(notified, 'timestamp')?.valueInstant).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    validateResource(event.bundle);
  });

  it('2.3.2.03: its focus is the full resource, which is valid', () => {
    const notified = part(statusIn(event.bundle).parameter, 'notification-event')?.part;
    const focus = part(notified, 'focus')?.valueReference?.reference;
    const [, entry] = event.bundle.entry ?? [];
    expect(entry?.fullUrl).toBe(focus);
    expect(focus).toBe(`urn:uuid:${entry?.resource?.id}`);
    const inner = entry?.resource?.resourceType === 'Bundle' ? (entry.resource.entry ?? []) : [];
    expect(inner.length).toBeGreaterThan(1);
    for (const { resource } of inner) if (resource) validateResource(resource);
  });

  it('2.3.2.04: it is a PAS response Bundle with the new answer', () => {
    const inner = event.bundle.entry?.[1]?.resource as Bundle;
    expect(inner).toMatchObject({ resourceType: 'Bundle', type: 'collection', identifier: expect.anything() });
    expect(inner.entry?.[0]?.resource).toMatchObject({ resourceType: 'ClaimResponse', id: answer.id });
    expect(JSON.stringify(inner.entry?.[0]?.resource)).toContain('"A3"');
  });

  it('$events gives the same event again', async () => {
    const again = await fetch(`${server.url}/fhir/Subscription/${created.body.id}/$events?eventsSinceNumber=1`);
    const bundle = (await again.json()) as Bundle;
    expect(part(statusIn(bundle).parameter, 'type')?.valueCode).toBe('query-event');
    expect(bundle.entry?.[1]).toEqual(event.bundle.entry?.[1]);
  });
});
