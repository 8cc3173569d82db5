import type { MedplumClient } from '@medplum/core';
import type { ClaimResponse } from '@medplum/fhirtypes';
import { attachmentsOf } from '../../intake/attachments/attachmentCase.ts';
import { circumstancesOf, kindInWords } from '../../intake/attachments/attachmentDocument.ts';
import { requestsBehind } from '../../intake/attachments/informationRequests.ts';

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
export async function readInformation(client: MedplumClient, response: ClaimResponse): Promise<Information> {
  const [{ communicationRequests }, documents] = await Promise.all([
    requestsBehind(client, response),
    attachmentsOf(client, response.id ?? ''),
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
