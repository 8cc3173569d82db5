import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import type { Calendar } from '../../deadlines/index.ts';
import { withOffset } from '../../deadlines/localTime.ts';
import type { AttachmentSubmission } from '../../pas/additionalInformation/attachmentSubmission.ts';
import { type Receipt, receiptKey, receivedAt } from '../receipt.ts';
import { update } from '../transactionEntries.ts';
import type { Association } from './associate.ts';
import { attachmentDocument, type Circumstance, digestOf } from './attachmentDocument.ts';
import { fulfilment } from './fulfilment.ts';
import { identifyCase } from './identifyCase.ts';
import { reviewsShowing } from './shownOnTask.ts';

/** A document with its bytes in the store. */
export interface KeptDocument {
  readonly document: AttachmentSubmission['documents'][number];
  /** Hexadecimal SHA-256. */
  readonly digest: string;
  /** `Binary/<id>` */
  readonly binary: string;
  /** Place in the transaction. */
  readonly fullUrl: string;
}

export interface FilingInput {
  readonly receipt: Receipt;
  readonly submission: AttachmentSubmission;
  readonly kept: readonly KeptDocument[];
  readonly association: Association;
  readonly calendar: Calendar;
}

/**
 * The one transaction that files attachments: the documents, the Tasks that show them, what was asked for and came, and the
 * receipt completed under `ifMatch`. Of any number of runs at one receipt one commits. The answer itself is not touched.
 */
export function attachmentBundle(input: FilingInput): Bundle {
  const { receipt, submission, kept, association, calendar } = input;
  const { found, solicitedBy } = association;
  const received = receivedAt(receipt);
  const filed = kept.map((document, index) => ({ ...document, circumstances: circumstancesOf(input, index) }));
  const shown = filed.map(({ document, fullUrl, circumstances }) => ({
    document,
    reference: fullUrl,
    circumstances,
    received: withOffset(received, calendar.timeZone),
  }));
  const answered = found ? fulfilment(found.asked, solicitedBy, submission) : undefined;
  const reviews = found ? reviewsShowing(found.reviews, shown, answered?.isComplete ?? false) : [];
  const about = filed.map(({ fullUrl }) => ({ reference: fullUrl }));
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      ...filed.map((each, index) => create(documentOf(input, each, index), each.fullUrl)),
      ...(found ? [] : [create(identifyCase(receipt, about, calendar))]),
      ...changed(answered?.requests ?? [], found?.asked.communicationRequests ?? []),
      ...changed(answered?.tasks ?? [], found?.asked.tasks ?? []),
      ...changed(reviews, found?.reviews ?? []),
      update({ ...receipt, status: 'completed', about }, receipt),
    ],
  };
}

function documentOf(
  { receipt, submission, association: { found, solicitedBy } }: FilingInput,
  { document, digest, binary, circumstances }: KeptDocument & { readonly circumstances: readonly Circumstance[] },
  index: number,
): Resource {
  const [author] = submission.senders;
  const answered = solicitedBy ? [{ reference: `${solicitedBy.resourceType}/${solicitedBy.id}` }] : [];
  return attachmentDocument({
    document,
    digest,
    binary,
    identifier: `${receiptKey(receipt).replaceAll('|', '-')}-${index + 1}`,
    received: receivedAt(receipt).toString({ smallestUnit: 'millisecond' }),
    circumstances,
    ...(found ? { patient: found.response.patient } : {}),
    ...(author ? { author: { identifier: author } } : {}),
    related: found ? [{ reference: `ClaimResponse/${found.response.id}` }, ...answered] : [],
  });
}

/** Late: after the day by which it was asked for, or once everything was decided. Duplicate: the same bytes came before. */
function circumstancesOf({ receipt, kept, association }: FilingInput, index: number): readonly Circumstance[] {
  const { found, solicitedBy } = association;
  const digest = kept[index]?.digest;
  const due = dueOf(solicitedBy);
  const isLate =
    found !== undefined &&
    (!found.isPended || (due !== undefined && Temporal.Instant.compare(receivedAt(receipt), due) > 0));
  const isDuplicate =
    kept.slice(0, index).some((earlier) => earlier.digest === digest) ||
    (found?.documents ?? []).some((earlier) => digestOf(earlier) === digest);
  return [
    solicitedBy ? 'solicited' : 'unsolicited',
    ...(isLate ? (['late'] as const) : []),
    ...(isDuplicate ? (['duplicate'] as const) : []),
  ];
}

function dueOf(solicitedBy: Association['solicitedBy']): Temporal.Instant | undefined {
  const period = solicitedBy?.resourceType === 'Task' ? solicitedBy.restriction?.period : solicitedBy?.occurrencePeriod;
  return period?.end === undefined ? undefined : Temporal.Instant.from(period.end);
}

function changed<T extends Resource>(resources: readonly T[], read: readonly T[]): readonly BundleEntry[] {
  return resources.flatMap((resource) => {
    const before = read.find(({ id }) => id === resource.id);
    return before ? [update(resource, before)] : [];
  });
}

function create(resource: Resource, fullUrl?: string): BundleEntry {
  const request = { method: 'POST', url: resource.resourceType } as const;
  return fullUrl === undefined ? { request, resource } : { fullUrl, request, resource };
}
