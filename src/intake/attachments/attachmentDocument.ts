import type { CodeableConcept, DocumentReference, Reference } from '@medplum/fhirtypes';
import { codesOf, concept, extensionOf } from '../../fhir/elements.ts';
import { ownBase } from '../../fhir/systems.ts';
import type { SentDocument } from '../../pas/additionalInformation/attachmentSubmission.ts';
import { plainType } from '../../pas/additionalInformation/content/content.ts';
import { sha256Url } from '../receipt.ts';

/** How a document came: because it was asked for or not, too late, or again. */
export type Circumstance = 'solicited' | 'unsolicited' | 'late' | 'duplicate';

const documentTypes = `${ownBase}/CodeSystem/document-type`;
const circumstanceCodes = `${ownBase}/CodeSystem/attachment-circumstance`;

/** Documents that were sent to the plan, told apart from those it makes. */
export const attachmentType = concept(documentTypes, 'attachment', 'Attachment');
export const attachmentToken = `${documentTypes}|attachment`;

export const circumstanceDisplay: Readonly<Record<Circumstance, string>> = {
  solicited: 'Asked for',
  unsolicited: 'Not asked for',
  late: 'Late',
  duplicate: 'Duplicate',
};

/** By receipt and place in it: the same document of the same receipt is stored once. */
const attachmentSystem = `${ownBase}/attachment`;

export interface FiledDocument {
  readonly document: SentDocument;
  /** Hexadecimal SHA-256 of the bytes. */
  readonly digest: string;
  /** `Binary/<id>` */
  readonly binary: string;
  readonly identifier: string;
  /** Instant of receipt. */
  readonly received: string;
  readonly circumstances: readonly Circumstance[];
  /** Of the case; absent: it is not known. */
  readonly patient?: Reference;
  readonly author?: Reference;
  /** ClaimResponse, and what it was sent for. */
  readonly related: readonly Reference[];
}

/** An attachment as it is stored: the bytes are a Binary of their own, and the title is made fit for display. */
export function attachmentDocument(filed: FiledDocument): DocumentReference {
  const { document, digest, binary, identifier, received, circumstances, patient, author, related } = filed;
  const title = displayTitle(document.title);
  return {
    resourceType: 'DocumentReference',
    identifier: [{ system: attachmentSystem, value: identifier }],
    status: 'current',
    docStatus: 'final',
    type: document.code ?? attachmentType,
    category: [
      attachmentType,
      ...circumstances.map((code) => concept(circumstanceCodes, code, circumstanceDisplay[code])),
    ],
    ...(patient ? { subject: patient as DocumentReference['subject'] } : {}),
    date: received,
    ...(author ? { author: [author as NonNullable<DocumentReference['author']>[number]] } : {}),
    content: [
      {
        attachment: {
          extension: [{ url: sha256Url, valueString: digest }],
          contentType: plainType(document.contentType),
          url: binary,
          size: document.bytes.length,
          ...(title === '' ? {} : { title }),
          creation: received,
        },
      },
    ],
    ...(related.length > 0 ? { context: { related: [...related] } } : {}),
  };
}

export function circumstancesOf({ category }: DocumentReference): readonly string[] {
  return codesOf(category, circumstanceCodes);
}

/** `asked for, late` */
export function circumstancesInWords(circumstances: readonly Circumstance[]): string {
  return circumstances.map((code) => circumstanceDisplay[code].toLowerCase()).join(', ');
}

/** Hexadecimal SHA-256 of the bytes, as it was stored. */
export function digestOf({ content }: DocumentReference): string | undefined {
  return extensionOf(content[0]?.attachment, sha256Url)?.valueString;
}

/** One line of at most 120 characters without what turns text around, hides it, or names a folder. */
export function displayTitle(title = ''): string {
  const visible = title.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ');
  const last = visible.split(/[/\\]/).at(-1) ?? '';
  return [...last.replace(/\s+/g, ' ').trim()].slice(0, 120).join('').trim();
}

/** What the document is called where no title may be shown: by its code, never by words of the sender. */
export function kindInWords(type: CodeableConcept | undefined, contentType: string): string {
  const code = type?.coding?.find(({ code, system }) => code !== undefined && system !== documentTypes)?.code ?? '';
  return /^[A-Za-z0-9.-]{1,20}$/.test(code) ? `${code} (${plainType(contentType)})` : plainType(contentType);
}
