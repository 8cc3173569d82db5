import type { MedplumClient } from '@medplum/core';
import type { DocumentReference } from '@medplum/fhirtypes';
import { referencedId } from '../../fhir/elements.ts';
import { sha256 } from '../../fhir/sha256.ts';
import type { AttachmentSubmission } from '../../pas/additionalInformation/attachmentSubmission.ts';
import { readAttachments } from '../../pas/additionalInformation/readAttachments.ts';
import type { IntakeContext } from '../context.ts';
import { keepBytes } from '../keptBytes.ts';
import type { Receipt } from '../receipt.ts';
import { readReceipt, receivedBytes } from '../receive.ts';
import { failureOf, pause, Unavailable, withRetries } from '../retries.ts';
import { associate } from './associate.ts';
import { attachmentBundle, type KeptDocument } from './attachmentBundle.ts';

/** Runs that meet others at the same receipt or the same case look again, this often. */
const attempts = 8;

/**
 * Files the attachments of a receipt: with their case, or with people when their numbers lead to none. Any number of runs may
 * do so at once; the commit is fenced by the receipt's version and by those of what it changes.
 * @param read - the receipt's message, where it has just been read
 * @returns the documents, in the order in which they were sent
 * @throws Unavailable when the store does not answer; the receipt stays for the sweep
 */
export async function fileAttachments(
  context: IntakeContext,
  receipt: Receipt,
  read?: AttachmentSubmission,
): Promise<readonly DocumentReference[]> {
  const { client, settings } = context;
  const { calendar } = settings;
  let current = receipt;
  let kept: readonly KeptDocument[] | undefined;
  for (let attempt = 1; current.status !== 'completed'; attempt += 1) {
    try {
      const submission = read ?? (await submissionIn(client, receipt));
      kept ??= await keepDocuments(client, receipt, submission);
      const association = await associate(context, submission);
      const bundle = attachmentBundle({ receipt: current, submission, kept, association, calendar });
      await client.executeBatch(bundle, { maxRetries: 0 });
    } catch (cause) {
      const failure = failureOf(cause);
      if (cause instanceof Unavailable || failure === 'fault') throw cause;
      if (failure === 'refused' || attempt >= attempts) throw new Unavailable(cause);
      await pause(failure, attempt);
    }
    // Also after a failure: the reply may be what was lost.
    current = await withRetries(() => readReceipt(client, receipt.id));
  }
  return withRetries(() => documentsOf(client, current));
}

async function submissionIn(client: MedplumClient, receipt: Receipt): Promise<AttachmentSubmission> {
  const reading = await readAttachments(await receivedBytes(client, receipt));
  if (reading.ok) return reading.submission;
  throw new Error(`Receipt ${receipt.id} holds attachments that the rules now in force refuse`);
}

/** The bytes go first: a document that is found has them. A run that dies in between leaves bytes that nothing refers to. */
async function keepDocuments(
  client: MedplumClient,
  receipt: Receipt,
  { documents }: AttachmentSubmission,
): Promise<readonly KeptDocument[]> {
  const kept: KeptDocument[] = [];
  for (const document of documents) {
    const binary = await withRetries(() => keepBytes(client, document.bytes));
    const digest = sha256(document.bytes);
    kept.push({ document, digest, binary, fullUrl: `urn:uuid:${crypto.randomUUID()}` });
  }
  if (kept.length === 0) throw new Error(`Receipt ${receipt.id} holds no document`);
  return kept;
}

async function documentsOf(client: MedplumClient, { about = [] }: Receipt): Promise<readonly DocumentReference[]> {
  const ids = about.flatMap(({ reference }) => referencedId(reference)?.id ?? []);
  return Promise.all(ids.map((id) => client.readResource('DocumentReference', id, { cache: 'reload' })));
}
