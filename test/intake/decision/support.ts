import type { WithId } from '@medplum/core';
import type { Bundle, ClaimResponse, OperationOutcome, Parameters, Provenance, Task } from '@medplum/fhirtypes';
import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import { bots } from '../../../bots/manifest.ts';
import { loadDemoPlan } from '../../../src/demoPlan.ts';
import { ofType, searchAll } from '../../../src/directory/searchAll.ts';
import { caseSystem } from '../../../src/fhir/systems.ts';
import { createApp } from '../../../src/http/app.ts';
import type { IntakeContext } from '../../../src/intake/context.ts';
import { type EmbeddedStore, type FhirStore, openEmbeddedStore } from '../../../src/store/index.ts';
import { message, settings } from '../harness.ts';

/** People of the demo plan's record. */
export const people = {
  physician: '1900000518',
  osteopath: '1900000146',
  nurse: '1900000526',
  nursePractitioner: '1900000286',
  psychologist: '1900000237',
  lapsed: '1900000369',
  revoked: '1900000377',
  undated: '1900000336',
  alternative: '1900000112',
  stranger: '1234567893',
} as const;

/** Monday morning; the routine clocks end on Monday 2026-11-30 and Tuesday 2026-12-01. */
export const received = Temporal.Instant.from('2026-11-23T10:00:00-08:00');

/** The service in process, with a clock that the test sets. */
export interface DecisionService {
  readonly app: Hono;
  readonly store: EmbeddedStore;
  readonly context: IntakeContext;
  setNow(instant: Temporal.Instant | string): void;
}

export async function openDecisionService(
  withBots = false,
  log: (entry: unknown) => void = () => {},
): Promise<DecisionService> {
  const store = await openEmbeddedStore({ directory: ':memory:', bots: withBots ? bots : [], secrets: {} });
  await loadDemoPlan(store.client);
  let instant = received;
  const context: IntakeContext = { client: store.client, settings, now: () => instant };
  const app = createApp({ store, intake: context, log, localSecret: 'a-secret-for-tests' });
  const setNow = (at: Temporal.Instant | string) => {
    instant = Temporal.Instant.from(at);
  };
  return { app, store, context, setNow };
}

/** As `openDecisionService`, closed when the running test is over. */
export async function decisionServiceForTest(
  withBots = false,
  log?: (entry: unknown) => void,
): Promise<DecisionService> {
  const service = await openDecisionService(withBots, log);
  onTestFinished(() => service.store.close());
  return service;
}

/** The service in process on a store of any kind. */
export interface ServiceOnStore {
  readonly app: Hono;
  readonly store: Pick<FhirStore, 'client'>;
}

/** A case with a Task to decide. */
export interface OpenCase {
  readonly task: WithId<Task>;
  readonly responseId: string;
  readonly key: string;
}

/** Submits an example at the service's present instant. @throws Error unless exactly one Task is left to people */
export async function openCase(
  service: ServiceOnStore,
  example: string,
  change?: (bundle: Bundle) => void,
): Promise<OpenCase> {
  const reply = await service.app.request('/fhir/Claim/$submit', {
    method: 'POST',
    body: Uint8Array.from(message(example, change)),
  });
  const sent = (await reply.json()) as Bundle;
  const response = claimResponseOf(sent);
  const key = response.identifier?.find(({ system }) => system === caseSystem)?.value ?? '';
  const [task, ...others] = (await tasksOf(service, key)).filter(({ code }) =>
    ['review', 'find-provider'].includes(code?.coding?.[0]?.code ?? ''),
  );
  if (!task || others.length > 0) throw new Error(`${example} leaves ${others.length + 1} Tasks`);
  return { task, responseId: response.id ?? '', key };
}

export async function tasksOf({ store }: Pick<ServiceOnStore, 'store'>, key: string): Promise<readonly WithId<Task>[]> {
  const found = await searchAll(store.client, 'Task', { 'group-identifier': `${caseSystem}|${key}` });
  return ofType(found.resources, 'Task').filter((task): task is WithId<Task> => task.id !== undefined);
}

export async function provenancesOf({ store }: DecisionService, responseId: string): Promise<readonly Provenance[]> {
  const found = await searchAll(store.client, 'Provenance', { target: `ClaimResponse/${responseId}` });
  return ofType(found.resources, 'Provenance').filter(({ activity }) => activity?.coding !== undefined);
}

export function taskNow({ store }: DecisionService, { task }: OpenCase): Promise<WithId<Task>> {
  return store.client.readResource('Task', task.id, { cache: 'reload' });
}

export function answerNow({ store }: DecisionService, { responseId }: OpenCase): Promise<WithId<ClaimResponse>> {
  return store.client.readResource('ClaimResponse', responseId, { cache: 'reload' });
}

/** The parts of a decision, in short. */
export interface Said {
  readonly decision?: string;
  readonly reviewer?: string;
  readonly reason?: string | readonly string[];
  readonly reasonCode?: string;
  readonly item?: readonly number[];
  readonly provider?: string;
  readonly information?: string;
  readonly dueBy?: string;
}

const npi = (value: string) => ({ system: 'http://hl7.org/fhir/sid/us-npi', value });

/** Each part with its name and value, as Parameters and Task.output have them. */
export function partsOf(said: Said): NonNullable<Parameters['parameter']> {
  const { decision, reviewer, reason, reasonCode, item = [], provider, information, dueBy } = said;
  const reasons = reason === undefined ? [] : [reason].flat();
  return [
    ...(decision === undefined ? [] : [{ name: 'decision', valueCode: decision }]),
    ...(reviewer === undefined ? [] : [{ name: 'reviewer', valueIdentifier: npi(reviewer) }]),
    ...reasons.map((valueString) => ({ name: 'reason', valueString })),
    ...(reasonCode === undefined ? [] : [{ name: 'reasonCode', valueCodeableConcept: { text: reasonCode } }]),
    ...item.map((valuePositiveInt) => ({ name: 'item', valuePositiveInt })),
    ...(provider === undefined ? [] : [{ name: 'provider', valueIdentifier: npi(provider) }]),
    ...(information === undefined ? [] : [{ name: 'information', valueString: information }]),
    ...(dueBy === undefined ? [] : [{ name: 'dueBy', valueDateTime: dueBy }]),
  ];
}

export function parametersOf(said: Said): string {
  return JSON.stringify({ resourceType: 'Parameters', parameter: partsOf(said) });
}

export interface DecisionReply {
  readonly status: number;
  readonly body: Bundle | OperationOutcome;
}

/** `POST /fhir/Task/{id}/$decide` */
export async function decideBy(
  { app }: Pick<DecisionService, 'app'>,
  id: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<DecisionReply> {
  const reply = await app.request(`/fhir/Task/${id}/$decide`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/fhir+json', ...headers },
  });
  return { status: reply.status, body: (await reply.json()) as Bundle | OperationOutcome };
}

/** The ClaimResponse a reply leads with. @throws Error when the reply is a refusal */
export function claimResponseOf(body: Bundle | OperationOutcome): ClaimResponse {
  const first = body.resourceType === 'Bundle' ? body.entry?.[0]?.resource : undefined;
  if (first?.resourceType === 'ClaimResponse') return first;
  throw new Error(`Refused: ${JSON.stringify(body)}`);
}

/** FHIRPath and text of every issue, in one line each. */
export function issuesOf(body: Bundle | OperationOutcome): readonly string[] {
  if (body.resourceType !== 'OperationOutcome') throw new Error(`Not refused: ${JSON.stringify(body)}`);
  return body.issue.map(({ expression, details }) => `${expression?.[0]}: ${details?.text}`);
}
