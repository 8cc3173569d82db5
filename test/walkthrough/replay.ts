import { setTimeout } from 'node:timers/promises';
import { evalFhirPathTyped, type MedplumClient, toTypedValue } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { vi } from 'vitest';
import { bots } from '../../bots/manifest.ts';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { createApp } from '../../src/http/app.ts';
import { readMessage, readWalkthrough } from '../../src/landing/walkthrough/walkthrough.ts';
import type { Message, Sender } from '../../src/notifications/channel/send.ts';
import { startNotifier } from '../../src/notifications/notifier.ts';
import { readPlanSettings } from '../../src/planSettings.ts';
import { openEmbeddedStore } from '../../src/store/index.ts';
import { wrappedClient } from '../intake/wrappedClient.ts';
import { Ids } from './ids.ts';

/** The bodies of a step, with ids as the files have them; empty: none. */
export interface Replayed {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

const origin = 'https://plan.example';
const loaded = Temporal.Instant.from('2026-11-02T08:00:00-08:00');
const type = 'application/fhir+json';

/**
 * Sends every message of the walkthrough to a service of its own, each at its instant. A step from the plan is what the
 * plan sends by itself: its body is the message, and the receiver always answers 200.
 */
export async function replayed(): Promise<readonly Replayed[]> {
  let instant = loaded;
  const now = () => instant;
  const settings = readPlanSettings({});
  const store = await openEmbeddedStore({ directory: ':memory:', bots, secrets: {}, now });
  const written = countingWrites(store.client);
  const outbox = collecting(written.count);
  const log = () => {};
  const reach = 'open' as const;
  await loadDemoPlan(store.client);
  const notifier = startNotifier({ client: written.client, store: 'embedded', reach, days: 14, log, now, ...outbox });
  try {
    const intake = { client: store.client, settings, now };
    const app = createApp({ store, intake, log, localSecret: 'a-secret-for-tests', demo: true });
    const steps = await readWalkthrough();
    const sent = steps.filter(({ from }) => from !== 'Plan');
    const files = new Map<string, string>();
    for (const { request } of sent) if (request) files.set(request, await readMessage(request));
    const ids = new Ids([...sent.map(({ path }) => path), ...files.values()]);
    const replies: Replayed[] = [];
    for (const { from, at, method, path, request } of steps) {
      instant = Temporal.Instant.from(at);
      if (from === 'Plan') {
        const message = await outbox.next();
        const { type = null, body = '' } = message ?? {};
        replies.push({ status: message ? 200 : 0, contentType: type, body: inFile(ids, body) });
        continue;
      }
      const body = request && ids.given(files.get(request) ?? '');
      const headers = { 'content-type': type, accept: type };
      const reply = await app.request(`${origin}${ids.given(path)}`, { method, headers, ...(body ? { body } : {}) });
      await store.idle();
      const text = await reply.text();
      replies.push({
        status: reply.status,
        contentType: reply.headers.get('content-type'),
        body: inFile(ids, text),
      });
    }
    return replies;
  } finally {
    await notifier.stop();
    await store.close();
  }
}

/** Its value is a digest of, among others, the id of the member's record. */
const opinionSought = /("system":"https:\/\/w3id\.org\/second-opinion\/opinion-sought","value":")[0-9a-f]{64}/g;

function inFile(ids: Ids, text: string): string {
  if (text === '') return '';
  const stable = ids.stable(text).replace(opinionSought, `$1${'0'.repeat(64)}`);
  return `${JSON.stringify(JSON.parse(stable), null, 2)}\n`;
}

/** The client, with the number of writes through it that are done. */
function countingWrites(client: MedplumClient): { readonly client: MedplumClient; readonly count: () => number } {
  let count = 0;
  const counting = wrappedClient(client, async ({ method, proceed }) => {
    const result = await proceed();
    if (writes.has(method)) count += 1;
    return result;
  });
  return { client: counting, count: () => count };
}

/** Milliseconds, a few of the notifier's looks. */
const quiet = 200;

const writes: ReadonlySet<string> = new Set(['createResource', 'executeBatch', 'updateResource']);

/**
 * A sender that keeps what it is given, and gives it out one message after the other, each once what came of it is written
 * down and nothing more is: the step after it begins then; undefined: none came in time.
 * @param written - how many writes of the notifier are done
 */
function collecting(written: () => number): {
  readonly sender: Sender;
  readonly next: () => Promise<Message | undefined>;
} {
  const kept: { readonly message: Message; readonly before: number }[] = [];
  const send = async (message: Message) => {
    kept.push({ message, before: written() });
    return { ok: true as const };
  };
  const next = async () => {
    const isWritten = () => kept[0] !== undefined && written() > kept[0].before;
    await vi.waitUntil(isWritten, { timeout: 10_000, interval: 5 }).catch(() => {});
    for (let seen = -1; seen !== written(); ) {
      seen = written();
      await setTimeout(quiet);
    }
    return kept.shift()?.message;
  };
  return { sender: { send, close: () => {} }, next };
}

/** What a FHIRPath yields in a message, as text; several values are joined. */
export function valueAt(message: Resource, path: string): string {
  return evalFhirPathTyped(path, [toTypedValue(message)])
    .map(({ value }) => String(value))
    .join(', ');
}
