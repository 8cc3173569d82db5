import { toBase64 } from '../../../fhir/base64.ts';
import { type FoundObject, objectsWithin } from '../../reading/walkElements.ts';
import { bytesOfBase64, sizeOfBase64 } from './base64.ts';
import { contentProblems, mostBytes } from './content.ts';

/** An Attachment, a Binary, or whatever else carries a file: nothing is taken for granted of it. */
type Carrier = Readonly<Record<string, unknown>>;

/** Two other types have `data`: numbers, and a signature. */
const otherData = /\.(valueSampledData|(value)?[sS]ignature)(\[\d+\])?$/;

/** The files within a resource: every object that has `data`, or a `url` and a contentType. */
export function attachmentsWithin(resource: unknown, expression: string): readonly FoundObject[] {
  return objectsWithin(resource, expression).filter(
    (found) => !otherData.test(found.expression) && ('data' in found.value || isLink(found.value)),
  );
}

function isLink(value: Carrier): boolean {
  return 'url' in value && 'contentType' in value;
}

/** The bytes of an Attachment; undefined: it has none, or no base64. */
export function bytesOfAttachment({ data }: Carrier): Uint8Array | undefined {
  return typeof data === 'string' ? bytesOfBase64(data) : undefined;
}

/** Every reason not to take an Attachment. Its url is not followed: the service fetches nothing. */
export async function attachmentProblems(attachment: Carrier): Promise<readonly string[]> {
  const { data, url, contentType } = attachment;
  const byUrl = url === undefined ? [] : ['Documents are not fetched; send the bytes in “data”, and no “url”.'];
  if (typeof data !== 'string') return byUrl.length > 0 ? byUrl : ['The document has no “data”.'];
  if (sizeOfBase64(data) > mostBytes + 2)
    return [...byUrl, `A document may have at most ${mostBytes / 1024 / 1024} MB; this has more.`];
  const bytes = bytesOfBase64(data);
  if (bytes === undefined) return [...byUrl, 'The “data” is not base64 with padding.'];
  const untyped = typeof contentType === 'string' ? [] : ['The document has no “contentType”.'];
  const content = typeof contentType === 'string' ? await contentProblems(contentType, bytes) : [];
  return [...byUrl, ...untyped, ...(await mismatches(attachment, bytes)), ...content];
}

/** What an Attachment says of its bytes has to hold. @see https://hl7.org/fhir/R4/datatypes.html#attachment */
async function mismatches({ size, hash }: Carrier, bytes: Uint8Array): Promise<readonly string[]> {
  return [
    ...(size === undefined || size === bytes.length ? [] : ['“size” is not the number of bytes in “data”.']),
    ...(hash === undefined || hash === (await sha1(bytes)) ? [] : ['“hash” is not the SHA-1 of the bytes in “data”.']),
  ];
}

async function sha1(bytes: Uint8Array): Promise<string> {
  return toBase64(new Uint8Array(await crypto.subtle.digest('SHA-1', Uint8Array.from(bytes))));
}
