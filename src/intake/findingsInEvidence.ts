import type { MedplumClient } from '@medplum/core';
import type { ClaimResponse } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../directory/searchAll.ts';
import { extensionOf, referencedId } from '../fhir/elements.ts';
import { evidenceUrl } from '../fhir/evidence.ts';
import type { Finding } from '../policy/finding.ts';
import { evidenceIn } from './evidenceDocument.ts';
import { readEvidence } from './readEvidence.ts';
import { determined } from './replay.ts';

/** What was found of each item by what the evidence of an answer holds; an item of an earlier answer is not in it. */
export async function findingsInEvidence(
  client: MedplumClient,
  answer: ClaimResponse,
): Promise<ReadonlyMap<number, readonly Finding[]>> {
  const named = referencedId(extensionOf(answer, evidenceUrl)?.valueReference?.reference);
  if (!named) return new Map();
  const { resources } = await searchAll(client, 'DocumentReference', { _id: named.id });
  const [document] = ofType(resources, 'DocumentReference');
  const stored = document && (await evidenceIn(client, document));
  const reading = stored && readEvidence(stored.bytes);
  if (!reading?.ok) return new Map();
  const determination = determined(reading.evidence);
  if ('problem' in determination) return new Map();
  return new Map(determination.items.map(({ sequence, findings }) => [sequence, findings]));
}
