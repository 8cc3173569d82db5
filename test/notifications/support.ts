import type { MedplumClient } from '@medplum/core';
import type { ClaimResponse, Resource } from '@medplum/fhirtypes';
import type { Hono } from 'hono';
import { expect, onTestFinished, vi } from 'vitest';
import { bots } from '../../bots/manifest.ts';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { createApp } from '../../src/http/app.ts';
import { submit } from '../../src/intake/submit.ts';
import { backport, pasTopic } from '../../src/notifications/codes.ts';
import { type NotifierOptions, startNotifier } from '../../src/notifications/notifier.ts';
import { type EmbeddedStore, openEmbeddedStore } from '../../src/store/index.ts';
import { base, contextOf, message, sender } from '../intake/harness.ts';

/** The number of the organization that sends the example. */
export const requestor = '1800000147';

export interface Notifying {
  readonly store: EmbeddedStore;
  readonly client: MedplumClient;
  readonly app: Hono;
  /** What was logged. */
  readonly logged: unknown[];
  /** One FHIR request to the service in process. */
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Begins to deliver. */
  start(options?: Partial<NotifierOptions>): { stop(): Promise<void> };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Resource | undefined;
}

/** The service in process with the demo plan, and all its bots. `demo`: endpoints on loopback are allowed. */
export async function openNotifying({ demo = true, directory = ':memory:' } = {}): Promise<Notifying> {
  const logged: unknown[] = [];
  const store = await openEmbeddedStore({ directory, bots, secrets: {} });
  await loadDemoPlan(store.client);
  const log = (entry: unknown) => void logged.push(entry);
  const app = createApp({ store, intake: contextOf(store.client), log, localSecret: 'a-secret-for-tests', demo });
  const stops: (() => Promise<void>)[] = [];
  onTestFinished(async () => {
    await Promise.all(stops.map((stop) => stop()));
    await store.close();
  });
  return {
    store,
    client: store.client,
    app,
    logged,
    request: async (method, path, body, headers = {}) => {
      const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
      const init = { method, body: text, headers: { 'content-type': 'application/fhir+json', ...headers } };
      const reply = await app.request(`${base}/${path}`, init);
      const read = await reply.text();
      return { status: reply.status, headers: reply.headers, body: read === '' ? undefined : JSON.parse(read) };
    },
    start: (options = {}) => {
      const notifier = startNotifier({
        client: store.client,
        store: 'embedded',
        reach: 'open',
        days: 14,
        log,
        ...options,
      });
      stops.push(notifier.stop);
      return notifier;
    },
  };
}

export interface SubscriptionParts {
  readonly filter?: string;
  readonly header?: readonly string[];
  readonly heartbeat?: number;
  readonly timeout?: number;
  readonly end?: string;
}

/** A Subscription as PAS wants it. */
export function subscriptionFor(endpoint: string, parts: SubscriptionParts = {}) {
  const { filter = 'payer-identifier=RCHP1', header, heartbeat, timeout, end } = parts;
  const extension = [
    ...(heartbeat === undefined ? [] : [{ url: backport.heartbeatPeriod, valueUnsignedInt: heartbeat }]),
    ...(timeout === undefined ? [] : [{ url: backport.timeout, valueUnsignedInt: timeout }]),
  ];
  return {
    resourceType: 'Subscription',
    status: 'requested',
    reason: 'Answers to what we sent.',
    ...(end === undefined ? {} : { end }),
    criteria: pasTopic,
    _criteria: { extension: [{ url: backport.filterCriteria, valueString: filter }] },
    channel: {
      ...(extension.length > 0 ? { extension } : {}),
      type: 'rest-hook',
      endpoint,
      payload: 'application/fhir+json',
      _payload: { extension: [{ url: backport.payloadContent, valueCode: 'full-resource' }] },
      ...(header ? { header } : {}),
    },
  };
}

/** Creates a subscription, and gives its id. */
export async function subscribe({ request }: Notifying, endpoint: string, parts?: SubscriptionParts): Promise<string> {
  const { status, body } = await request('POST', 'Subscription', subscriptionFor(endpoint, parts));
  expect(status, JSON.stringify(body)).toBe(201);
  return body?.id ?? '';
}

/** Submits a request that is pended, and gives the stored answer. */
export async function pendedAnswer({ client }: Pick<Notifying, 'client'>): Promise<ClaimResponse & { id: string }> {
  const arrival = { client: sender, body: message('10-network-alternative'), received: Temporal.Now.instant(), base };
  const result = await submit(contextOf(client), arrival);
  const response = result.ok ? result.bundle.entry?.[0]?.resource : undefined;
  if (response?.resourceType !== 'ClaimResponse') throw new Error('The example was refused');
  return client.readResource('ClaimResponse', response.id ?? '', { cache: 'reload' });
}

/** The answer says something new. */
export async function changeAnswer({ client }: Pick<Notifying, 'client'>, id: string, text: string): Promise<void> {
  const response = await client.readResource('ClaimResponse', id, { cache: 'reload' });
  await client.updateResource({ ...response, disposition: text });
}

/** Waits until it holds. */
export function eventually(assertion: () => void | Promise<void>, timeout = 30_000): Promise<void> {
  return vi.waitFor(assertion, { timeout, interval: 25 });
}

/** Failures are repeated within moments instead of minutes. */
export const hurry = { now: hurried() };

/** A clock on which a second passes in ten milliseconds. */
function hurried(): () => Temporal.Instant {
  const start = Temporal.Now.instant();
  const from = performance.now();
  return () => start.add({ milliseconds: Math.round((performance.now() - from) * 100) });
}

/** So many changes of an answer, the first of which gives it. */
export async function changes(service: Notifying, count: number): Promise<void> {
  const { id } = await pendedAnswer(service);
  for (let change = 1; change < count; change += 1) await changeAnswer(service, id, `Change ${change}`);
  await service.store.idle();
}
