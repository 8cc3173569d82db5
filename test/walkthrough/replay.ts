import { evalFhirPathTyped, toTypedValue } from '@medplum/core';
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
  const outbox = collecting();
  const log = () => {};
  const reach = 'open' as const;
  await loadDemoPlan(store.client);
  const notifier = startNotifier({ client: store.client, store: 'embedded', reach, days: 14, log, now, ...outbox });
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

/** A sender that keeps what it is given, and gives it out one message after the other; undefined: none came in time. */
function collecting(): { readonly sender: Sender; readonly next: () => Promise<Message | undefined> } {
  const kept: Message[] = [];
  const send = async (message: Message) => {
    kept.push(message);
    return { ok: true as const };
  };
  const next = async () => {
    await vi.waitUntil(() => kept.length > 0, { timeout: 10_000 }).catch(() => {});
    return kept.shift();
  };
  return { sender: { send, close: () => {} }, next };
}

/** What a FHIRPath yields in a message, as text; several values are joined. */
export function valueAt(message: Resource, path: string): string {
  return evalFhirPathTyped(path, [toTypedValue(message)])
    .map(({ value }) => String(value))
    .join(', ');
}
