import { evalFhirPathTyped, toTypedValue } from '@medplum/core';
import type { Resource } from '@medplum/fhirtypes';
import { bots } from '../../bots/manifest.ts';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { createApp } from '../../src/http/app.ts';
import { readMessage, readWalkthrough, type WalkthroughStep } from '../../src/landing/walkthrough/walkthrough.ts';
import { readPlanSettings } from '../../src/planSettings.ts';
import { openEmbeddedStore } from '../../src/store/index.ts';
import { Ids } from './ids.ts';

/** What came back for a step, with ids as the files have them. */
export interface Replayed {
  readonly step: WalkthroughStep;
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

const origin = 'https://plan.example';
const loaded = Temporal.Instant.from('2026-11-02T08:00:00-08:00');

/** Sends every message of the walkthrough to a service of its own, each at its instant. */
export async function replayed(): Promise<readonly Replayed[]> {
  let instant = loaded;
  const now = () => instant;
  const settings = readPlanSettings({});
  const store = await openEmbeddedStore({ directory: ':memory:', bots, secrets: {}, now });
  try {
    await loadDemoPlan(store.client);
    const intake = { client: store.client, settings, now };
    const app = createApp({ store, intake, log: () => {}, localSecret: 'a-secret-for-tests' });
    const steps = await readWalkthrough();
    const files = await Promise.all(steps.map(({ request }) => (request ? readMessage(request) : '')));
    const ids = new Ids(steps.map(({ path }) => path).concat(files));
    const replies: Replayed[] = [];
    for (const [index, step] of steps.entries()) {
      instant = Temporal.Instant.from(step.at);
      const reply = await app.request(`${origin}${ids.given(step.path)}`, {
        method: step.method,
        headers: { 'content-type': 'application/fhir+json', accept: 'application/fhir+json' },
        ...(step.request ? { body: ids.given(files[index] ?? '') } : {}),
      });
      await store.idle();
      const text = await reply.text();
      const body = text === '' ? '' : `${JSON.stringify(JSON.parse(ids.stable(text)), null, 2)}\n`;
      replies.push({ step, status: reply.status, contentType: reply.headers.get('content-type'), body });
    }
    return replies;
  } finally {
    await store.close();
  }
}

/** What a FHIRPath yields in a message, as text; several values are joined. */
export function valueAt(message: Resource, path: string): string {
  return evalFhirPathTyped(path, [toTypedValue(message)])
    .map(({ value }) => String(value))
    .join(', ');
}
