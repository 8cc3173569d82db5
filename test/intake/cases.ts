import type { MedplumClient } from '@medplum/core';
import type { Claim, ClaimResponse, Communication, DocumentReference, Provenance, Task } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../../src/directory/searchAll.ts';
import { caseSystem, receiptSystem } from '../../src/fhir/systems.ts';
import { submissionKey } from '../../src/intake/keys.ts';
import { receiptKey } from '../../src/intake/receipt.ts';
import { sender } from './harness.ts';

/** Everything the store holds of a case, found by the case's key. */
export interface StoredCase {
  readonly receipts: readonly Communication[];
  readonly claims: readonly Claim[];
  readonly responses: readonly ClaimResponse[];
  readonly tasks: readonly Task[];
  readonly provenances: readonly Provenance[];
  readonly evidence: readonly DocumentReference[];
}

export function keyOf(body: Uint8Array): string {
  return submissionKey(sender, body);
}

export async function storedCase(client: MedplumClient, key: string): Promise<StoredCase> {
  const identifier = `${caseSystem}|${key}`;
  const receipts = await searchAll(client, 'Communication', { identifier: `${receiptSystem}|${key}` });
  const claims = await searchAll(client, 'Claim', { identifier });
  const responses = await searchAll(client, 'ClaimResponse', { identifier });
  const tasks = await searchAll(client, 'Task', { 'group-identifier': identifier });
  const evidence = await searchAll(client, 'DocumentReference', { identifier });
  const target = ofType(responses.resources, 'ClaimResponse').map(({ id }) => `ClaimResponse/${id}`);
  const provenances =
    target.length === 0 ? { resources: [] } : await searchAll(client, 'Provenance', { target: target.join(',') });
  return {
    receipts: ofType(receipts.resources, 'Communication'),
    claims: ofType(claims.resources, 'Claim'),
    responses: ofType(responses.resources, 'ClaimResponse'),
    tasks: ofType(tasks.resources, 'Task'),
    provenances: ofType(provenances.resources, 'Provenance'),
    evidence: ofType(evidence.resources, 'DocumentReference'),
  };
}

/** The case of a submission by `$submit`. */
export async function caseOf(client: MedplumClient, body: Uint8Array): Promise<StoredCase> {
  return storedCase(client, keyOf(body));
}

/** How many there are of everything, with the Tasks by code. */
export interface Census {
  readonly receipts: readonly string[];
  readonly claims: number;
  readonly responses: number;
  readonly tasks: readonly string[];
  readonly provenances: number;
  readonly evidence: number;
}

export function census({ receipts, claims, responses, tasks, provenances, evidence }: StoredCase): Census {
  return {
    receipts: receipts.map(({ status }) => status),
    claims: claims.length,
    responses: responses.length,
    tasks: tasks.map(taskCode).sort(),
    provenances: provenances.length,
    evidence: evidence.length,
  };
}

export function taskCode({ code }: Task): string {
  return code?.coding?.[0]?.code ?? '';
}

/** A case that is answered, once, with these Tasks. */
export function once(tasks: readonly string[] = []): Census {
  return { receipts: ['completed'], claims: 1, responses: 1, tasks: [...tasks].sort(), provenances: 1, evidence: 1 };
}

/** A request that came as a resource of the store: its Claim is not copied. A ServiceRequest's is made. */
export function onceFor(channel: 'claim' | 'service-request', tasks: readonly string[] = []): Census {
  return { ...once(tasks), claims: channel === 'claim' ? 0 : 1 };
}

/** A request received and not answered, or not even received. */
export const notAnswered: Census = {
  receipts: ['in-progress'],
  claims: 0,
  responses: 0,
  tasks: [],
  provenances: 0,
  evidence: 0,
};
export const nothing: Census = { ...notAnswered, receipts: [] };

/** Every case of a store that nobody else uses. */
export async function everyCase(client: MedplumClient): Promise<readonly StoredCase[]> {
  const all = await searchAll(client, 'Communication', {});
  const keys = ofType(all.resources, 'Communication').map(receiptKey);
  return Promise.all([...new Set(keys)].map((key) => storedCase(client, key)));
}

/** The instants at which the clocks of a case's Tasks start, each once, in UTC. */
export function startOfClocks({ tasks, responses }: StoredCase): readonly string[] {
  const starts = [...tasks.map(({ authoredOn }) => authoredOn), ...responses.map(({ created }) => created)];
  return [...new Set(starts.map((start) => Temporal.Instant.from(start ?? '').toString()))];
}
