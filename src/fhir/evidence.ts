import type { Extension } from '@medplum/fhirtypes';
import { earlierRequestUrl, replacedByUrl, replacesUrl } from './caseLinks.ts';
import { ownBase } from './systems.ts';

/** On a stored ClaimResponse: the DocumentReference with what its answer rests on. It leads into the store, and is not sent. */
export const evidenceUrl = `${ownBase}/StructureDefinition/evidence`;

/** Identifier system of certification and reference numbers, where a resource is found by them. */
export const itemNumberSystem = `${ownBase}/item-number`;

/** @param reference - `DocumentReference/<id>`, or its fullUrl within a transaction */
export function evidenceExtension(reference: string): Extension {
  return { url: evidenceUrl, valueReference: { reference } };
}

const intoTheStore: ReadonlySet<string> = new Set([evidenceUrl, earlierRequestUrl, replacedByUrl, replacesUrl]);

/** The extensions without the links into the store: to the evidence, and to other answers. */
export function withoutEvidence(extensions: Extension[] | undefined): Extension[] | undefined {
  return extensions?.filter(({ url }) => !intoTheStore.has(url));
}
