import type { ClaimResponse, DocumentReference, Identifier, Provenance, Reference } from '@medplum/fhirtypes';
import { concept, extensionOf } from '../fhir/elements.ts';
import { caseSystem, ownBase } from '../fhir/systems.ts';
import { fromBase64, toBase64 } from './receipt.ts';
import { sha256 } from './sha256.ts';

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

/** The evidence as it is stored beside its answer. */
export async function evidenceDocument(document: EvidenceDocument): Promise<DocumentReference> {
  const { bytes, caseKey, numbers, patient, response } = document;
  const received = document.received.toString({ smallestUnit: 'millisecond' });
  const attachment = {
    extension: [{ url: sha256Url, valueString: await sha256(bytes) }],
    contentType: 'application/json',
    data: toBase64(bytes),
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
export function witnessed({ content }: DocumentReference, reference: string): Reference {
  const value = extensionOf(content[0]?.attachment, sha256Url)?.valueString;
  return { reference, ...(value ? { identifier: { system: sha256Url, value } } : {}) };
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

/** @returns undefined when the document holds no base64 content */
export async function evidenceIn({ content }: DocumentReference): Promise<StoredBytes | undefined> {
  const attachment = content[0]?.attachment;
  if (!attachment?.data) return undefined;
  try {
    const bytes = fromBase64(attachment.data);
    return { bytes, digest: { stored: extensionOf(attachment, sha256Url)?.valueString, now: await sha256(bytes) } };
  } catch {
    return undefined;
  }
}
