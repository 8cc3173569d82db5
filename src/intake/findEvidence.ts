import type { MedplumClient } from '@medplum/core';
import type { DocumentReference } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../directory/searchAll.ts';
import { extensionOf, referencedId } from '../fhir/elements.ts';
import { evidenceUrl, itemNumberSystem } from '../fhir/evidence.ts';
import { caseSystem } from '../fhir/systems.ts';
import { witnessedDigest } from './evidenceDocument.ts';

export type FoundEvidence =
  | { readonly ok: true; readonly document: DocumentReference }
  | { readonly ok: false; readonly problem: string };

/** What a case may be called by: ids, keys and numbers have no other characters, and none means anything in a search. */
const named = /^[A-Za-z0-9.|-]{1,200}$/;

/** The evidence of a case named by its key, by a certification or reference number, or by the id of its ClaimResponse. */
export async function findEvidence(client: MedplumClient, name: string): Promise<FoundEvidence> {
  if (!named.test(name)) return { ok: false, problem: `${JSON.stringify(name)} is no case key, number or id.` };
  for (const system of [caseSystem, itemNumberSystem]) {
    const { resources } = await searchAll(client, 'DocumentReference', { identifier: `${system}|${name}` });
    const [document] = ofType(resources, 'DocumentReference');
    if (document) return { ok: true, document };
  }
  return ofAnswer(client, name);
}

/** The digest that the Provenance of its answer states; undefined: none does. */
export async function findWitnessedDigest(
  client: MedplumClient,
  { context }: DocumentReference,
): Promise<string | undefined> {
  const answer = context?.related?.[0]?.reference;
  if (!answer) return undefined;
  const { resources } = await searchAll(client, 'Provenance', { target: answer });
  return witnessedDigest(ofType(resources, 'Provenance'));
}

async function ofAnswer(client: MedplumClient, id: string): Promise<FoundEvidence> {
  const answers = await searchAll(client, 'ClaimResponse', { _id: id });
  const [answer] = ofType(answers.resources, 'ClaimResponse');
  if (!answer) {
    const accepted = 'the id of a ClaimResponse, a certification or reference number (AUTH…, REF…), or a case key';
    return { ok: false, problem: `There is no case ${id}. Give ${accepted}.` };
  }
  const reference = referencedId(extensionOf(answer, evidenceUrl)?.valueReference?.reference);
  if (!reference) return { ok: false, problem: `ClaimResponse/${id} was answered before evidence was kept.` };
  const { resources } = await searchAll(client, 'DocumentReference', { _id: reference.id });
  const [document] = ofType(resources, 'DocumentReference');
  return document
    ? { ok: true, document }
    : { ok: false, problem: `The evidence of ClaimResponse/${id}, DocumentReference/${reference.id}, is gone.` };
}
