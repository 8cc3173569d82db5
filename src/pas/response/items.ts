import type { ClaimItem, ClaimResponseItem, Extension, Reference } from '@medplum/fhirtypes';
import { concept, extensionsOf } from '../../fhir/elements.ts';
import { findingExtension } from '../../fhir/policyFinding.ts';
import { x12 } from '../../fhir/systems.ts';
import type { ItemDetermination } from '../../policy/determination.ts';
import { pasExtension, reviewActionDisplay } from '../codes.ts';

/** X12 98: service provider. Recalled from X12, not verified. */
const serviceProvider = 'SJ';

export const submittedAdjudication = concept('http://terminology.hl7.org/CodeSystem/adjudication', 'submitted');

export interface AnsweredItem {
  readonly determination: ItemDetermination;
  /** The item as submitted. */
  readonly item: ClaimItem;
  /** Certification number with A1, administration reference number with A4. */
  readonly number: string;
  readonly issued: string;
  /** Whom an A1 authorizes. */
  readonly authorizedProvider?: Reference;
  readonly noteNumbers: readonly number[];
}

/** One item of the answer: sequence and trace numbers echoed, review action, findings. @see PAS 2.2.1 profile-claimresponse */
export function responseItem(answered: AnsweredItem): ClaimResponseItem {
  const { determination, item, noteNumbers } = answered;
  return {
    extension: [
      ...extensionsOf(item, pasExtension.itemTraceNumber),
      ...(determination.action === 'A1' ? certified(answered) : []),
      ...(determination.action === 'A4'
        ? [{ url: pasExtension.administrationReferenceNumber, valueString: answered.number }]
        : []),
      ...requestedDate(item),
      ...determination.findings.map(findingExtension),
    ],
    itemSequence: item.sequence,
    noteNumber: [...noteNumbers],
    adjudication: [{ extension: [reviewAction(answered)], category: submittedAdjudication }],
  };
}

function reviewAction({ determination: { action }, number }: AnsweredItem): Extension {
  const code = concept(x12(306), action, reviewActionDisplay[action]);
  return {
    url: pasExtension.reviewAction,
    extension: [
      ...(action === 'A1' ? [{ url: 'number', valueString: number }] : []),
      { url: pasExtension.reviewActionCode, valueCodeableConcept: code },
    ],
  };
}

function certified({ determination, issued, authorizedProvider }: AnsweredItem): readonly Extension[] {
  return [
    { url: pasExtension.itemPreAuthIssueDate, valueDate: issued },
    { url: pasExtension.itemPreAuthPeriod, valuePeriod: { ...determination.authorization } },
    ...(authorizedProvider ? [authorized(authorizedProvider)] : []),
  ];
}

function authorized(provider: Reference): Extension {
  const type = concept(x12(98), serviceProvider, 'Service Provider');
  return {
    url: pasExtension.itemAuthorizedProvider,
    extension: [
      { url: 'provider', valueReference: provider },
      { url: pasExtension.authorizedProviderType, valueCodeableConcept: type },
    ],
  };
}

function requestedDate({ servicedDate, servicedPeriod }: ClaimItem): readonly Extension[] {
  const url = pasExtension.itemRequestedServiceDate;
  if (servicedDate) return [{ url, valueDateTime: servicedDate }];
  return servicedPeriod ? [{ url, valuePeriod: servicedPeriod }] : [];
}
