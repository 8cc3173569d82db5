import type { MedplumClient } from '@medplum/core';
import type { DocumentReference } from '@medplum/fhirtypes';
import type { Evidence } from '../../src/intake/evidence.ts';
import { evidenceIn } from '../../src/intake/evidenceDocument.ts';
import { readEvidence } from '../../src/intake/readEvidence.ts';
import { type Replay, replay } from '../../src/intake/replay.ts';
import { expectations } from '../examples/examples.ts';
import { caseOf, type StoredCase } from './cases.ts';
import { answerTo, message, type OpenIntake } from './harness.ts';

/** The afternoon before Thanksgiving. */
export const received = Temporal.Instant.from('2026-11-25T16:30:00-08:00');

/** Every example that is answered, by the name of its file. */
export const answeredExamples: readonly string[] = expectations
  .filter(({ status }) => status === 200)
  .map(({ file }) => file.replace(/^requests\/(.*)\.json$/, '$1'));

/** Answers an example, and gives what the store then holds of its case. */
export async function answeredCase({ context, client }: OpenIntake, example: string): Promise<StoredCase> {
  const body = message(example);
  await answerTo(context, body, received);
  return caseOf(client, body);
}

/** @throws Error when there is not exactly one */
export function documentOf({ evidence }: StoredCase): DocumentReference {
  const [document, ...others] = evidence;
  if (!document || others.length > 0) throw new Error(`${evidence.length} documents`);
  return document;
}

export async function bytesOf(client: MedplumClient, document: DocumentReference): Promise<Uint8Array> {
  const stored = await evidenceIn(client, document);
  if (!stored) throw new Error('The document holds no bytes');
  return stored.bytes;
}

/** @throws Error when it cannot be read */
export async function evidenceOf(client: MedplumClient, document: DocumentReference): Promise<Evidence> {
  const reading = readEvidence(await bytesOf(client, document));
  if (!reading.ok) throw new Error(reading.problems.join(' '));
  return reading.evidence;
}

/** @throws Error when the rules cannot take the facts */
export async function replayed(evidence: Evidence): Promise<Extract<Replay, { ok: true }>> {
  const result = replay(evidence);
  if (!result.ok) throw new Error(result.problem);
  return result;
}

/** Ends every role and takes every qualification away, as years may; gives how many records that changes. */
export async function endRolesOfRecord(client: MedplumClient): Promise<number> {
  const roles = await client.searchResources('PractitionerRole', { _count: '1000' });
  for (const role of roles)
    await client.updateResource({ ...role, active: false, period: { start: '2020-01-01', end: '2020-12-31' } });
  const people = await client.searchResources('Practitioner', { _count: '1000' });
  for (const person of people) await client.updateResource({ ...person, qualification: [] });
  return roles.length + people.length;
}
