import type { ClaimItem, ClaimResponseAddItem, ClaimResponseItem, Extension, Reference } from '@medplum/fhirtypes';
import { extensionsOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';
import type { Submission } from '../request/submission.ts';
import { providerType } from './authorizedProvider.ts';
import { carriedExtensions } from './carried.ts';
import type { Certification } from './decided.ts';
import { storableService } from './requestedDetail.ts';
import { certificationExtensions, reviewAction, submittedAdjudication } from './reviewAction.ts';

/** Extensions of a requested item that say the same of what is authorized in its place, each once at the most. */
const kept: readonly string[] = [
  pasExtension.epsdtIndicator,
  pasExtension.nursingHomeResidentialStatus,
  pasExtension.nursingHomeLevelOfCare,
  pasExtension.productOrServiceCodeEnd,
  pasExtension.revenueUnitRateLimit,
  pasExtension.serviceItemRequestType,
  pasExtension.certificationType,
];

/**
 * What is authorized in the place of a modified item: the same service by whom the decision names. All that the item says of
 * the service still holds, but for a date outside the authorized period. @see PAS 2.2.1, spec-37
 * @param answered - the modified item of the answer, whose reference number is that of the case
 */
export function addedItem(
  submission: Submission,
  answered: Pick<ClaimResponseItem, 'itemSequence' | 'extension'>,
  certification: Certification,
  noteNumber: readonly number[],
): ClaimResponseAddItem {
  const sequence = answered.itemSequence;
  const item = submission.claim.item?.find((each) => each.sequence === sequence);
  return {
    extension: [
      ...(item ? itemExtensions(submission, item) : []),
      ...extensionsOf(answered, pasExtension.administrationReferenceNumber),
      ...certificationExtensions(certification),
    ],
    itemSequence: [sequence],
    provider: certification.providers.map((provider) => ({
      extension: [
        { url: pasExtension.authorizedProviderType, valueCodeableConcept: providerType(submission, item, provider) },
      ],
      ...sendable(provider),
    })),
    productOrService: item?.productOrService ?? {},
    ...(item ? serviceOf(item, certification) : {}),
    noteNumber: [...noteNumber],
    adjudication: [{ extension: [reviewAction('A1', certification.number)], category: submittedAdjudication }],
  };
}

function itemExtensions({ claim }: Submission, item: ClaimItem): readonly Extension[] {
  const { category, revenue } = item;
  return [
    ...carriedExtensions(claim, item),
    ...kept.flatMap((url) => extensionsOf(item, url).slice(0, 1)),
    ...(category ? [{ url: pasExtension.itemCategory, valueCodeableConcept: category }] : []),
    ...(revenue ? [{ url: pasExtension.revenueCode, valueCodeableConcept: revenue }] : []),
    ...storableService(item),
  ];
}

function serviceOf(item: ClaimItem, { period }: Certification): Partial<ClaimResponseAddItem> {
  const { modifier, servicedDate, servicedPeriod, locationCodeableConcept, quantity, unitPrice } = item;
  const isAuthorized = (day: string | undefined) => day !== undefined && day >= period.start && day <= period.end;
  const periodHolds = isAuthorized(servicedPeriod?.start) && isAuthorized(servicedPeriod?.end);
  return {
    ...(modifier ? { modifier } : {}),
    ...(isAuthorized(servicedDate) ? { servicedDate } : {}),
    ...(servicedPeriod && periodHolds ? { servicedPeriod } : {}),
    ...(locationCodeableConcept ? { locationCodeableConcept } : {}),
    ...(quantity ? { quantity } : {}),
    ...(unitPrice ? { unitPrice } : {}),
  };
}

/** An added item is stored as it goes out: a link into this store would lead nowhere in the response Bundle. */
function sendable({
  reference,
  type,
  identifier,
  display,
}: Reference): NonNullable<ClaimResponseAddItem['provider']>[number] {
  return { type: (type ?? reference?.split('/')[0]) as 'Practitioner', identifier, display };
}
