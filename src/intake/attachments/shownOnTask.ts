import type { WithId } from '@medplum/core';
import type { Task, TaskInput } from '@medplum/fhirtypes';
import { concept } from '../../fhir/elements.ts';
import type { SentDocument } from '../../pas/additionalInformation/attachmentSubmission.ts';
import { serviceLineNumber } from '../../pas/additionalInformation/communicationRequest.ts';
import { hasStatus } from '../decision/decidedTask.ts';
import { itemsOfTask } from '../decision/decisionCase.ts';
import { businessStatusCodes } from '../overdue.ts';
import { inputType } from '../tasks.ts';
import { type Circumstance, circumstancesInWords, kindInWords } from './attachmentDocument.ts';

/** A document as a person is shown it. */
export interface ShownDocument {
  readonly document: SentDocument;
  /** `DocumentReference/<id>`, or its fullUrl within a transaction. */
  readonly reference: string;
  readonly circumstances: readonly Circumstance[];
  /** Instant of receipt, with local offset. */
  readonly received: string;
}

const closed = ['completed', 'cancelled', 'rejected', 'failed', 'entered-in-error'];

/**
 * The review Tasks of a case with the documents that came: on those that are open, and on decided ones where none is. What a
 * sender calls a document stays with the document, as it may name the member.
 * @param isComplete - nothing that was asked for is still to come
 */
export function reviewsShowing(
  reviews: readonly WithId<Task>[],
  shown: readonly ShownDocument[],
  isComplete: boolean,
): readonly WithId<Task>[] {
  const open = reviews.filter(({ status }) => !closed.includes(status));
  return (open.length > 0 ? open : reviews).flatMap((task) => {
    const items = itemsOfTask(task);
    const own = shown.filter(({ document }) => concerns(document, items, reviews));
    if (own.length === 0) return [];
    const withDocuments = { ...task, input: [...(task.input ?? []), ...own.map(inputOf)] };
    return [isComplete && open.length > 0 ? received(withDocuments) : withDocuments];
  });
}

/** A document for no item, or for one that no Task lists, concerns them all. */
function concerns({ items }: SentDocument, own: readonly number[], reviews: readonly Task[]): boolean {
  const listed = new Set(reviews.flatMap(itemsOfTask));
  return !items.some((item) => listed.has(item)) || items.some((item) => own.includes(item));
}

function inputOf({ document, reference, circumstances, received }: ShownDocument): TaskInput {
  const { items, code, contentType, bytes } = document;
  const [first] = items;
  const of = items.length > 0 ? `Item ${items.join(', ')}` : 'The request';
  const kilobytes = Math.ceil(bytes.length / 1024);
  return {
    ...(first === undefined ? {} : { extension: [serviceLineNumber(first)] }),
    type: inputType('attachment'),
    valueReference: {
      reference,
      type: 'DocumentReference',
      display: `${of}: ${kindInWords(code, contentType)}, ${kilobytes} kB, received ${received}: ${circumstancesInWords(circumstances)}`,
    },
  };
}

/** A missed deadline outranks it. */
function received<T extends Task>(task: T): T {
  if (hasStatus(task, 'overdue') || hasStatus(task, 'late')) return task;
  return { ...task, businessStatus: concept(businessStatusCodes, 'information-received', 'Information received') };
}
