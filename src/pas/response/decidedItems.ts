import type { ClaimResponseItem } from '@medplum/fhirtypes';
import { extensionOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';
import type { Submission } from '../request/submission.ts';
import { authorizedProvider } from './authorizedProvider.ts';
import { earlierReferenceNumber } from './carried.ts';
import type { AnswerItem, DecidedItem } from './decided.ts';
import { requestedDetail } from './requestedDetail.ts';
import { certificationExtensions, reviewAction, submittedAdjudication } from './reviewAction.ts';

/** The X12 306 code of an item. */
export function reviewActionOf(item: Pick<ClaimResponseItem, 'adjudication'>): string | undefined {
  const review = extensionOf(item.adjudication[0], pasExtension.reviewAction);
  return extensionOf(review, pasExtension.reviewActionCode)?.valueCodeableConcept?.coding?.[0]?.code;
}

/** What of a pended item does not stand on it once it is certified. */
const replaced: readonly string[] = [pasExtension.administrationReferenceNumber, pasExtension.itemAuthorizedProvider];

/**
 * An item as decided. What it asked for, its findings and, unless certified, its reference number stay; certified, it names
 * whom the decision authorizes; modified, it says in detail what was asked for. @see PAS 2.2.1, spec-36
 */
export function decidedItem(
  submission: Submission,
  item: AnswerItem,
  decided: DecidedItem,
  noteNumber: readonly number[],
): AnswerItem {
  const { action, reasonCodes } = decided;
  const requested = submission.claim.item?.find(({ sequence }) => sequence === item.itemSequence);
  const certification = action === 'A1' ? decided.certification : undefined;
  return {
    ...item,
    extension: [
      ...(item.extension ?? []).filter(({ url }) => !(certification && replaced.includes(url))),
      ...(certification ? [...earlierReferenceNumber(requested), ...certificationExtensions(certification)] : []),
      ...(certification?.providers ?? []).map((provider) => authorizedProvider(submission, requested, provider)),
      ...(action === 'A6' && requested ? [requestedDetail(requested)] : []),
    ],
    noteNumber: [...noteNumber],
    adjudication: [
      {
        extension: [reviewAction(action ?? 'A4', certification?.number, reasonCodes)],
        category: submittedAdjudication,
      },
    ],
  };
}
