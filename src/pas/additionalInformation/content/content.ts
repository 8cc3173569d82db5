import { objectsWithin } from '../../reading/walkElements.ts';
import { readJson } from '../../request/json.ts';
import { isObject } from '../../request/message.ts';
import { attachmentProblems, attachmentsWithin } from './attachment.ts';
import { bytesOfBase64 } from './base64.ts';
import { isArchive, kindBySignature, packsBehind, textOf } from './kinds.ts';
import { pdfProblems } from './pdf.ts';
import { plainTextProblems } from './plainText.ts';
import { clinicalDocumentProblems, packedIn } from './xml.ts';

/** Bytes one document may have. */
export const mostBytes = 10 * 1024 * 1024;

/** What a content type has to be by its bytes, and what is checked besides. */
interface ContentRule {
  /** By signature; absent: text, which has none. */
  readonly kind?: string;
  readonly problems?: (bytes: Uint8Array) => readonly string[] | Promise<readonly string[]>;
}

const clinicalDocument: ContentRule = { problems: carefulClinicalDocument };

/** Everything that is taken. */
const rules: Readonly<Record<string, ContentRule>> = {
  'application/pdf': { kind: 'PDF', problems: pdfProblems },
  'image/jpeg': { kind: 'JPEG' },
  'image/png': { kind: 'PNG' },
  'image/tiff': { kind: 'TIFF' },
  'text/plain': { problems: plainTextProblems },
  'application/xml': clinicalDocument,
  'text/xml': clinicalDocument,
  'application/cda+xml': clinicalDocument,
  'application/hl7-cda+xml': clinicalDocument,
  'application/fhir+json': { problems: fhirProblems },
};

const taken = Object.keys(rules).join(', ');

/** `application/pdf` of `Application/PDF; charset=x`. */
export function plainType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/**
 * Every reason not to take a document: a type that is not on the list, bytes that are something else, an archive, what is
 * active, what is too large. Nothing is unpacked but a PDF’s object streams, within bounds; nothing is fetched.
 */
export async function contentProblems(contentType: string, bytes: Uint8Array): Promise<readonly string[]> {
  if (bytes.length === 0) return ['The document is empty.'];
  if (bytes.length > mostBytes) return [`A document may have at most ${mostBytes / 1024 / 1024} MB; this has more.`];
  const kind = kindBySignature(bytes);
  if (kind !== undefined && isArchive(kind))
    return [`This is a ${kind}. Archives are not unpacked; send each document by itself, as one of ${taken}.`];
  const type = plainType(contentType);
  const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
  if (!rule) return [`Documents of this content type are not taken; send one of ${taken}.`];
  if (rule.kind !== kind)
    return [`The bytes are ${kind === undefined ? `no ${rule.kind}` : `a ${kind}`}, other than the content type says.`];
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(contentType)?.[1] ?? 'utf-8';
  return [
    ...(/^(utf-8|us-ascii)$/i.test(charset) ? [] : ['The content type names another charset than UTF-8; send UTF-8.']),
    ...(packsBehind(bytes) ? ['A ZIP archive is hidden in this file; send it without.'] : []),
    ...((await rule.problems?.(bytes)) ?? []),
  ];
}

async function carefulClinicalDocument(bytes: Uint8Array): Promise<readonly string[]> {
  const problems = clinicalDocumentProblems(bytes);
  if (problems.length > 0) return problems;
  const within = packedIn(textOf(bytes) ?? '').map(async ({ contentType, data }) => {
    const packed = bytesOfBase64(data);
    return packed === undefined ? ['It is not base64.'] : contentProblems(contentType, packed);
  });
  return (await Promise.all(within)).flat().map((problem) => `A file within this C-CDA: ${problem}`);
}

async function fhirProblems(bytes: Uint8Array): Promise<readonly string[]> {
  const json = readJson(bytes);
  if (!json.ok || !isObject(json.value) || typeof json.value.resourceType !== 'string')
    return ['This is no FHIR resource in JSON.'];
  const untyped = objectsWithin(json.value, '').some(({ value }) => 'valueBase64Binary' in value);
  const within = attachmentsWithin(json.value, '').map(({ value }) => attachmentProblems(value));
  return [
    ...(untyped ? ['This resource holds bytes of no content type in “valueBase64Binary”; send an Attachment.'] : []),
    ...(await Promise.all(within)).flat().map((problem) => `A file within this resource: ${problem}`),
  ];
}
