import type { DocumentReference, Resource } from '@medplum/fhirtypes';
import type { Issue } from '../request/issues.ts';
import { named, type PlacedPart, partsOf } from './attachmentParts.ts';
import type { SentDocument } from './attachmentSubmission.ts';
import { attachmentProblems, attachmentsWithin, bytesOfAttachment } from './content/attachment.ts';
import { contentProblems } from './content/content.ts';

/** So many documents are taken at once. */
export const mostDocuments = 50;

interface DocumentsReading {
  readonly documents: readonly SentDocument[];
  readonly issues: readonly Issue[];
}

/** A document before its bytes are known to be harmless. */
interface Carried {
  readonly document: Omit<SentDocument, 'bytes'>;
  readonly at: string;
  readonly bytes: Uint8Array | undefined;
  readonly problems: readonly string[];
}

/** The documents of the attachments, and every reason not to take them. */
export async function documentsIn(attachments: readonly PlacedPart[]): Promise<DocumentsReading> {
  const carried: Carried[] = [];
  // One after the other: a document of 10 MB takes much memory to look through.
  for (const attachment of attachments.slice(0, mostDocuments)) carried.push(...(await carriedBy(attachment)));
  const issues = carried.flatMap(({ at, problems }) =>
    problems.map((text): Issue => ({ code: 'business-rule', expression: at, text })),
  );
  const documents = carried.flatMap(({ document, bytes }) => (bytes === undefined ? [] : [{ ...document, bytes }]));
  const tooMany = carried.length > mostDocuments;
  const text = `At most ${mostDocuments} documents are taken at once; send the others in another call.`;
  const costly: Issue[] = tooMany ? [{ code: 'too-costly', expression: 'Parameters.parameter', text }] : [];
  return { documents, issues: [...issues, ...costly] };
}

async function carriedBy({ part, expression }: PlacedPart): Promise<readonly Carried[]> {
  const parts = partsOf(part, expression);
  const [content] = named(parts, 'Content');
  const resource = content?.part.resource;
  if (!content || !resource) return [];
  const [code] = named(parts, 'Code').flatMap(({ part: { valueCodeableConcept } }) => valueCodeableConcept ?? []);
  const items = named(parts, 'LineItem').map(({ part: { valueString } }) => Number(valueString));
  const shared = { expression, items: [...new Set(items)], resourceType: resource.resourceType };
  const at = `${content.expression}.resource`;
  if (resource.resourceType === 'DocumentReference') return ofDocumentReference(resource, { ...shared, code }, at);
  return [await ofResource(resource, { ...shared, ...(code ? { code } : {}) }, at)];
}

type Shared = Pick<SentDocument, 'expression' | 'items' | 'resourceType' | 'code'>;

async function ofDocumentReference(
  { content = [], description, type }: DocumentReference,
  shared: Shared,
  at: string,
): Promise<readonly Carried[]> {
  const carried: Carried[] = [];
  for (const [index, entry] of content.entries()) {
    const attachment = { ...entry.attachment };
    const code = shared.code ?? type;
    const title = attachment.title ?? description;
    carried.push({
      at: `${at}.content[${index}].attachment`,
      document: {
        ...shared,
        contentType: attachment.contentType ?? '',
        ...(code ? { code } : {}),
        ...(title === undefined ? {} : { title }),
      },
      bytes: bytesOfAttachment(attachment),
      problems: await attachmentProblems(attachment),
    });
  }
  return carried;
}

/** A resource is kept as it came; the files within it are held to the same rules. */
async function ofResource(resource: Resource, shared: Shared, at: string): Promise<Carried> {
  const contentType = 'application/fhir+json';
  const bytes = new TextEncoder().encode(JSON.stringify(resource));
  const document = { ...shared, contentType };
  if (attachmentsWithin(resource, at).length === 0) return { at, document, bytes, problems: [] };
  return { at, document, bytes, problems: await contentProblems(contentType, bytes) };
}
