import type { MedplumClient } from '@medplum/core';
import type { Attachment } from '@medplum/fhirtypes';
import { fromBase64 } from '../fhir/base64.ts';
import { sha256 } from '../fhir/sha256.ts';

/** Bytes as a Binary of their own: `Binary/<id>`. */
export async function keepBytes(client: MedplumClient, body: Uint8Array): Promise<string> {
  // As application/fhir+json a store would take the message for a Binary resource.
  const binary = await client.createBinary({ data: Uint8Array.from(body), contentType: 'application/octet-stream' });
  return `Binary/${binary.id}`;
}

/** Keeps bytes as a Binary; the same bytes again are the same Binary, as long as it is used. */
export function keepOnce(client: MedplumClient): (bytes: Uint8Array) => Promise<string> {
  const kept = new Map<string, string>();
  return async (bytes) => {
    const digest = sha256(bytes);
    const binary = kept.get(digest) ?? (await keepBytes(client, bytes));
    kept.set(digest, binary);
    return binary;
  };
}

/** The bytes of an attachment, wherever they are kept; undefined: it has none. */
export async function keptBytes(
  client: MedplumClient,
  attachment: Attachment | undefined,
): Promise<Uint8Array | undefined> {
  if (attachment?.data !== undefined) return fromBase64(attachment.data);
  if (attachment?.url === undefined) return undefined;
  const url = attachment.url.startsWith('Binary/') ? client.fhirUrl(attachment.url) : attachment.url;
  const blob = await client.download(url, { headers: { accept: '*/*' } });
  return new Uint8Array(await blob.arrayBuffer());
}
