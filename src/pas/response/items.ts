import type { ClaimItem, ClaimResponseItem, Extension, Reference } from '@medplum/fhirtypes';
import { findingExtension } from '../../fhir/policyFinding.ts';
import type { ItemDetermination } from '../../policy/determination.ts';
import { pasExtension } from '../codes.ts';
import type { Submission } from '../request/submission.ts';
import { authorizedProvider } from './authorizedProvider.ts';
import { carriedExtensions, communicatedDiagnoses, earlierReferenceNumber, requestedServiceDate } from './carried.ts';
import { certificationExtensions, reviewAction, submittedAdjudication } from './reviewAction.ts';

export interface AnsweredItem {
  readonly submission: Submission;
  readonly determination: ItemDetermination;
  /** The item as submitted. */
  readonly item: ClaimItem;
  /** Certification number with A1, administration reference number with A4. */
  readonly number: string;
  readonly issued: string;
  /** Whom the item asks for; with an A1, whom it authorizes. */
  readonly providers: readonly Reference[];
  readonly noteNumbers: readonly number[];
}

/**
 * One item of the answer: what it says of the request, review action, findings. Whom it asks for is named whatever the action:
 * later versions of PAS want an authorized provider with every item, and the review action alone says what is authorized.
 * @see PAS 2.2.1 profile-claimresponse
 */
export function responseItem(answered: AnsweredItem): ClaimResponseItem {
  const { submission, determination, item, number, issued, providers, noteNumbers } = answered;
  const { action, authorization } = determination;
  return {
    extension: [
      ...carriedExtensions(submission.claim, item),
      ...(authorization ? certificationExtensions({ issued, period: authorization }) : []),
      ...(action === 'A4' ? pendedUnder(number) : earlierReferenceNumber(item)),
      ...requestedServiceDate(item),
      ...providers.map((provider) => authorizedProvider(submission, item, provider)),
      ...communicatedDiagnoses(submission.claim, item),
      ...determination.findings.map(findingExtension),
    ],
    itemSequence: item.sequence,
    noteNumber: [...noteNumbers],
    adjudication: [
      { extension: [reviewAction(action, action === 'A1' ? number : undefined)], category: submittedAdjudication },
    ],
  };
}

function pendedUnder(valueString: string): readonly Extension[] {
  return [{ url: pasExtension.administrationReferenceNumber, valueString }];
}
