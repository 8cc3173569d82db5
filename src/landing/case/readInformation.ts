import type { MedplumClient } from '@medplum/core';
import type { ClaimResponse } from '@medplum/fhirtypes';
import { caseSystem } from '../../fhir/systems.ts';
import { attachmentsOf } from '../../intake/attachments/attachmentCase.ts';
import { circumstancesOf, kindInWords } from '../../intake/attachments/attachmentDocument.ts';
import { requestsOfCase } from '../../intake/attachments/informationRequests.ts';

/** What was asked of the requestor, and what came. Instants are ISO 8601 with offset. */
export interface Information {
  readonly asked: readonly { readonly words: string; readonly status: string; readonly due?: string }[];
  /** By kind, never by the sender’s own title, which may name the member. */
  readonly came: readonly {
    readonly kind: string;
    readonly received?: string;
    readonly circumstances: readonly string[];
  }[];
}

/** @param response - as stored, with its id */
export async function readInformation(
  client: MedplumClient,
  { id = '', identifier = [] }: ClaimResponse,
): Promise<Information> {
  const key = identifier.find(({ system }) => system === caseSystem)?.value;
  if (key === undefined) return { asked: [], came: [] };
  const [{ communicationRequests }, documents] = await Promise.all([
    requestsOfCase(client, key),
    attachmentsOf(client, id),
  ]);
  return {
    asked: communicationRequests.map(({ note, status, occurrencePeriod }) => ({
      words: note?.[0]?.text ?? 'A document',
      status,
      due: occurrencePeriod?.end,
    })),
    came: documents.map((document) => ({
      kind: kindInWords(document.type, document.content[0]?.attachment.contentType ?? ''),
      received: document.date,
      circumstances: circumstancesOf(document),
    })),
  };
}
