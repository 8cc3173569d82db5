import { getStatus, type MedplumClient, OperationOutcomeError } from '@medplum/core';
import type { ClaimResponse, DocumentReference, Identifier, Provenance, Reference } from '@medplum/fhirtypes';
import { toBase64 } from '../fhir/base64.ts';
import { concept, extensionOf } from '../fhir/elements.ts';
import { sha256 } from '../fhir/sha256.ts';
import { caseSystem, ownBase } from '../fhir/systems.ts';
import { keptBytes } from './keptBytes.ts';

export interface EvidenceDocument {
  /** JSON in UTF-8. */
  readonly bytes: Uint8Array;
  readonly caseKey: string;
  readonly received: Temporal.Instant;
  /** Certification and reference numbers by which the case may be looked for. */
  readonly numbers: readonly Identifier[];
  readonly patient: ClaimResponse['patient'];
  readonly response: Reference<ClaimResponse>;
}

export const evidenceType = concept(
  `${ownBase}/CodeSystem/document-type`,
  'determination-evidence',
  'Evidence of a determination',
);

const sha256Url = `${ownBase}/StructureDefinition/sha-256`;

/**
 * The evidence as it is stored beside its answer.
 * @param binary - `Binary/<id>` that holds the bytes, where they are too many for the answer's transaction
 */
export function evidenceDocument(document: EvidenceDocument, binary?: string): DocumentReference {
  const { bytes, caseKey, numbers, patient, response } = document;
  const received = document.received.toString({ smallestUnit: 'millisecond' });
  const attachment = {
    extension: [{ url: sha256Url, valueString: sha256(bytes) }],
    contentType: 'application/json',
    ...(binary === undefined ? { data: toBase64(bytes) } : { url: binary }),
    size: bytes.length,
    title: 'What the determination rests on',
    creation: received,
  };
  return {
    resourceType: 'DocumentReference',
    identifier: [{ system: caseSystem, value: caseKey }, ...numbers],
    status: 'current',
    docStatus: 'final',
    type: evidenceType,
    category: [evidenceType],
    subject: patient,
    date: received,
    content: [{ attachment }],
    context: { related: [response] },
  };
}

/** A reference to the evidence with its digest, so that who rewrites the evidence has to rewrite this too. */
export function witnessed({ bytes }: EvidenceDocument, reference: string): Reference {
  return { reference, identifier: { system: sha256Url, value: sha256(bytes) } };
}

/** The digest under which the Provenance of the answer knows the evidence; undefined: it was answered before digests were kept there. */
export function witnessedDigest(provenances: readonly Provenance[]): string | undefined {
  const identifiers = provenances.flatMap(({ entity }) => entity ?? []).map(({ what }) => what.identifier);
  return identifiers.find((identifier) => identifier?.system === sha256Url)?.value;
}

/** The bytes of the evidence, with the digest they were written under and the one they have now, in hexadecimal. */
export interface StoredBytes {
  readonly bytes: Uint8Array;
  readonly digest: { readonly stored: string | undefined; readonly now: string };
}

/** @returns undefined when the document has no bytes: neither within nor as a Binary that is there */
export async function evidenceIn(
  client: MedplumClient,
  { content }: DocumentReference,
): Promise<StoredBytes | undefined> {
  const attachment = content[0]?.attachment;
  try {
    const bytes = await keptBytes(client, attachment);
    if (!bytes) return undefined;
    return { bytes, digest: { stored: extensionOf(attachment, sha256Url)?.valueString, now: sha256(bytes) } };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof OperationOutcomeError && [404, 410].includes(getStatus(error.outcome));
}
