import { readFileSync } from 'node:fs';
import type { MedplumClient } from '@medplum/core';
import type { Bundle, ClaimResponse } from '@medplum/fhirtypes';
import { onTestFinished } from 'vitest';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { ofType, searchAll } from '../../src/directory/searchAll.ts';
import type { IntakeContext } from '../../src/intake/context.ts';
import { type SubmitResult, submit } from '../../src/intake/submit.ts';
import { readPlanSettings } from '../../src/planSettings.ts';
import { type FhirStore, openEmbeddedStore, openMedplumStore } from '../../src/store/index.ts';

/** A store with the demo plan in it, and what intake needs to work with it. */
export interface OpenIntake {
  readonly context: IntakeContext;
  readonly client: MedplumClient;
  close(): Promise<void>;
}

/** A kind of store the suites run against. */
export interface IntakeStore {
  readonly name: string;
  readonly configured: boolean;
  open(): Promise<OpenIntake>;
}

const { MEDPLUM_TEST_BASE_URL = '', MEDPLUM_TEST_CLIENT_ID = '', MEDPLUM_TEST_CLIENT_SECRET = '' } = process.env;

/** The embedded store, and the Medplum server that MEDPLUM_TEST_BASE_URL, _CLIENT_ID and _CLIENT_SECRET name. */
export const intakeStores: readonly IntakeStore[] = [
  { name: 'the embedded store', configured: true, open: () => openEmbedded() },
  {
    name: 'the Medplum server of MEDPLUM_TEST_BASE_URL',
    configured: Boolean(MEDPLUM_TEST_BASE_URL),
    open: async () => {
      const store = await openMedplumStore({
        baseUrl: MEDPLUM_TEST_BASE_URL,
        clientId: MEDPLUM_TEST_CLIENT_ID,
        clientSecret: MEDPLUM_TEST_CLIENT_SECRET,
      });
      await withdrawOpenRequests(store.client);
      return withPlan(store);
    },
  },
];

/** An embedded store without bots; in a directory that holds a store already, the plan is loaded again to no effect. */
export async function openEmbedded(directory = ':memory:'): Promise<OpenIntake> {
  return withPlan(await openEmbeddedStore({ directory, bots: [], secrets: {} }));
}

/** Opens one for the test that runs, and closes it at its end. */
export async function openForTest(store: IntakeStore): Promise<OpenIntake> {
  const intake = await store.open();
  onTestFinished(() => intake.close());
  return intake;
}

/** What earlier tests left undecided on a shared server would be linked with the requests of those to come. */
async function withdrawOpenRequests(client: MedplumClient): Promise<void> {
  const query = { code: 'review,find-provider', status: 'requested,in-progress' };
  const { resources } = await searchAll(client, 'Task', query);
  const open = ofType(resources, 'Task');
  for (let start = 0; start < open.length; start += 50) {
    const entry = open.slice(start, start + 50).map((task) => ({
      request: { method: 'PUT' as const, url: `Task/${task.id}` },
      resource: { ...task, status: 'cancelled' as const },
    }));
    await client.executeBatch({ resourceType: 'Bundle', type: 'batch', entry });
  }
}

async function withPlan(store: FhirStore): Promise<OpenIntake> {
  await loadDemoPlan(store.client);
  return { client: store.client, context: contextOf(store.client), close: () => store.close() };
}

export const settings = readPlanSettings({});

export function contextOf(client: MedplumClient, now = () => Temporal.Now.instant()): IntakeContext {
  return { client, settings, now };
}

/** The same context some time later. */
export function later(context: IntakeContext, duration: Temporal.DurationLike): IntakeContext {
  return { ...context, now: () => Temporal.Now.instant().add(duration) };
}

/** The sender of everything the suites submit. */
export const sender = 'anonymous';
export const base = 'https://plan.example/fhir';

/** The message of an example of fhir-profiles/examples, under numbers of its own: the store may be shared. */
export function message(example = '6-network-cardiologist', change: (bundle: Bundle) => void = () => {}): Uint8Array {
  const bundle = exampleBundle(`requests/${example}.json`);
  const value = crypto.randomUUID();
  bundle.identifier = { system: 'https://ehr.example/submission', value };
  const claim = bundle.entry?.[0]?.resource;
  if (claim?.resourceType === 'Claim') claim.identifier = [{ system: 'urn:trnorg:9000000001', value }];
  change(bundle);
  return encode(bundle);
}

export function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

export function exampleBundle(file: string): Bundle {
  return JSON.parse(readFileSync(new URL(`../../fhir-profiles/examples/${file}`, import.meta.url), 'utf8'));
}

export function send(
  context: IntakeContext,
  body: Uint8Array,
  received: Temporal.Instant = Temporal.Now.instant(),
): Promise<SubmitResult> {
  return submit(context, { client: sender, body, received, base });
}

/** The ClaimResponse of an answer. @throws Error when the request was refused */
export function answerIn(result: SubmitResult): ClaimResponse {
  const response = result.ok ? result.bundle.entry?.[0]?.resource : undefined;
  if (response?.resourceType === 'ClaimResponse') return response;
  throw new Error(`The request was refused: ${JSON.stringify(result)}`);
}

/** Submits a message and returns the ClaimResponse of the answer. */
export async function answerTo(
  context: IntakeContext,
  body: Uint8Array,
  received?: Temporal.Instant,
): Promise<ClaimResponse> {
  return answerIn(await send(context, body, received));
}
