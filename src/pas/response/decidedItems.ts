import type {
  Claim,
  ClaimResponseAddItem,
  ClaimResponseItem,
  CodeableConcept,
  Extension,
  Reference,
} from '@medplum/fhirtypes';
import { concept, extensionOf } from '../../fhir/elements.ts';
import { x12 } from '../../fhir/systems.ts';
import { pasExtension, reviewActionDisplay } from '../codes.ts';
import type { AnswerItem, Certification, DecidedAction, DecidedItem } from './decided.ts';
import { submittedAdjudication } from './items.ts';

/** X12 98: service provider. Recalled from X12, not verified. */
const serviceProvider = concept(x12(98), 'SJ', 'Service Provider');

/** The X12 306 code of an item. */
export function reviewActionOf(item: Pick<ClaimResponseItem, 'adjudication'>): string | undefined {
  const review = extensionOf(item.adjudication[0], pasExtension.reviewAction);
  return extensionOf(review, pasExtension.reviewActionCode)?.valueCodeableConcept?.coding?.[0]?.code;
}

/** An item as decided. What it asked for, its findings and, unless certified, its reference number stay. @see PAS 2.2.1, spec-36 */
export function decidedItem(item: AnswerItem, decided: DecidedItem, noteNumber: readonly number[]): AnswerItem {
  const { action, reasonCodes } = decided;
  const code = action ?? 'A4';
  const kept = (item.extension ?? []).filter(
    ({ url }) => !(action === 'A1' && url === pasExtension.administrationReferenceNumber),
  );
  const certified = action === 'A1' ? certificationExtensions(decided.certification) : [];
  const authorized = action === 'A1' ? decided.certification.providers.map(authorizedProvider) : [];
  const number = action === 'A1' ? decided.certification.number : undefined;
  return {
    ...item,
    extension: [...kept, ...certified, ...authorized],
    noteNumber: [...noteNumber],
    adjudication: [{ extension: [reviewAction(code, reasonCodes, number)], category: submittedAdjudication }],
  };
}

/** What is authorized in the place of a modified item: the same service, by whom the decision names. @see PAS 2.2.1, spec-37 */
export function addedItem(
  claim: Claim,
  sequence: number,
  certification: Certification,
  noteNumber: readonly number[],
): ClaimResponseAddItem {
  const productOrService = claim.item?.find((item) => item.sequence === sequence)?.productOrService ?? {};
  return {
    extension: [...certificationExtensions(certification)],
    itemSequence: [sequence],
    provider: certification.providers.map(sendable),
    productOrService,
    noteNumber: [...noteNumber],
    adjudication: [{ extension: [reviewAction('A1', [], certification.number)], category: submittedAdjudication }],
  };
}

function reviewAction(
  action: DecidedAction | 'A4',
  reasonCodes: readonly CodeableConcept[],
  number: string | undefined,
): Extension {
  return {
    url: pasExtension.reviewAction,
    extension: [
      ...(number === undefined ? [] : [{ url: 'number', valueString: number }]),
      {
        url: pasExtension.reviewActionCode,
        valueCodeableConcept: concept(x12(306), action, reviewActionDisplay[action]),
      },
      ...reasonCodes.map((valueCodeableConcept) => ({ url: 'reasonCode', valueCodeableConcept })),
    ],
  };
}

function certificationExtensions({ issued, period }: Certification): readonly Extension[] {
  return [
    { url: pasExtension.itemPreAuthIssueDate, valueDate: issued },
    { url: pasExtension.itemPreAuthPeriod, valuePeriod: { ...period } },
  ];
}

function authorizedProvider(provider: Reference): Extension {
  return {
    url: pasExtension.itemAuthorizedProvider,
    extension: [
      { url: 'provider', valueReference: provider },
      { url: pasExtension.authorizedProviderType, valueCodeableConcept: serviceProvider },
    ],
  };
}

/** An added item goes out as it is stored: a link into this store would lead nowhere in the response Bundle. */
function sendable({
  reference,
  type,
  identifier,
  display,
}: Reference): NonNullable<ClaimResponseAddItem['provider']>[number] {
  return { type: (type ?? reference?.split('/')[0]) as 'Practitioner', identifier, display };
}
