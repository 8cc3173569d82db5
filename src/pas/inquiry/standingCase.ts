import type { Claim, ClaimItem, ClaimResponse, ClaimResponseItem, Coding } from '@medplum/fhirtypes';
import { codesOf, type Extensible, extensionOf, extensionsOf } from '../../fhir/elements.ts';
import { x12 } from '../../fhir/systems.ts';
import type { DatePeriod } from '../../policy/evidence.ts';
import { pasExtension } from '../codes.ts';
import { itemsOf } from '../reading/items.ts';
import { localDate } from '../reading/localDate.ts';
import type { Submission } from '../request/submission.ts';
import { inquiryExtension } from './codes.ts';
import { daysOf } from './days.ts';
import { npisAmong, partyNpis } from './parties.ts';

/** A request with its answer as it now stands. */
export interface StandingCase {
  readonly response: ClaimResponse;
  /** The request as it was read; for one whose message is not kept, its stored Claim alone. */
  readonly submission: Submission;
  /** Every number an item has had or may get, by sequence; besides those the answer now tells. */
  readonly numbers: ReadonlyMap<number, readonly string[]>;
}

/** An item of a case, as examples are compared with it. */
export interface CaseItem {
  readonly category: readonly Coding[];
  readonly productOrService: readonly Coding[];
  /** Days of the service as requested, and as authorized. */
  readonly serviced: readonly DatePeriod[];
  /** Local date. */
  readonly issued?: string;
  readonly authorized?: DatePeriod;
  /** X12 306, as it now stands. */
  readonly reviewActions: readonly string[];
  readonly numbers: readonly string[];
}

/** NPIs of the case's parties: those of the request, and whom the answer authorizes. The payer is none: everybody knows its NPI. */
export function partiesOfCase({
  response,
  submission,
}: Pick<StandingCase, 'response' | 'submission'>): ReadonlySet<string> {
  const insurer = submission.resolveAs('Organization', submission.claim.insurer);
  const payer = new Set([
    ...npisAmong(response.insurer.identifier),
    ...npisAmong(insurer.kind === 'resource' ? insurer.resource.identifier : []),
  ]);
  const authorized = [response, ...(response.item ?? [])]
    .flatMap((element) => extensionsOf(element, pasExtension.itemAuthorizedProvider))
    .flatMap((extension) => npisAmong(extensionOf(extension, 'provider')?.valueReference?.identifier));
  const instead = (response.addItem ?? [])
    .flatMap(({ provider = [] }) => provider)
    .flatMap(({ identifier }) => npisAmong(identifier));
  const all = [...partyNpis(submission), ...npisAmong(response.requestor?.identifier), ...authorized, ...instead];
  return new Set(all.filter((npi) => !payer.has(npi)));
}

/** The codings of every diagnosis of the request. */
export function diagnosesOfCase({ submission: { claim } }: StandingCase): readonly Coding[] {
  return (claim.diagnosis ?? []).flatMap(({ diagnosisCodeableConcept }) => diagnosisCodeableConcept?.coding ?? []);
}

/** @param timeZone - the plan's, for the local date of instants */
export function itemsOfCase(standing: StandingCase, timeZone: string): readonly CaseItem[] {
  const { claim } = standing.submission;
  const starts = new Map(itemsOf(standing.submission, timeZone).map((item) => [item.sequence, item.serviceDate]));
  const received = localDate(standing.response.created, timeZone);
  return (claim.item ?? []).map((item) => {
    const answered = standing.response.item?.find(({ itemSequence }) => itemSequence === item.sequence);
    const authorized = daysOf(extensionOf(answered, pasExtension.itemPreAuthPeriod)?.valuePeriod, timeZone);
    const requested = requestedDays(claim, item, starts.get(item.sequence) ?? received, timeZone);
    return {
      category: item.category?.coding ?? [],
      productOrService: item.productOrService.coding ?? [],
      serviced: [requested, authorized].filter((days) => days !== undefined),
      issued: extensionOf(answered, pasExtension.itemPreAuthIssueDate)?.valueDate,
      authorized,
      reviewActions: reviewActionsOf(answered),
      numbers: [...(standing.numbers.get(item.sequence) ?? []), ...numbersTold(answered)],
    };
  });
}

/** A request without a date is for the day of its receipt. */
function requestedDays(
  claim: Claim,
  item: ClaimItem,
  start: string | undefined,
  timeZone: string,
): DatePeriod | undefined {
  const stated = item.servicedDate ?? item.servicedPeriod;
  return daysOf(stated, timeZone) ?? daysOf(start, timeZone) ?? daysOf(claim.billablePeriod, timeZone);
}

function reviewsOf(item: ClaimResponseItem | undefined): readonly Extensible[] {
  return (item?.adjudication ?? []).flatMap((adjudication) => extensionsOf(adjudication, pasExtension.reviewAction));
}

function reviewActionsOf(item: ClaimResponseItem | undefined): readonly string[] {
  return reviewsOf(item).flatMap((review) =>
    codesOf(extensionOf(review, pasExtension.reviewActionCode)?.valueCodeableConcept, x12(306)),
  );
}

function numbersTold(item: ClaimResponseItem | undefined): readonly string[] {
  const stated = [inquiryExtension.authorizationNumber, inquiryExtension.administrationReferenceNumber].map((url) =>
    extensionOf(item, url),
  );
  const certified = reviewsOf(item).map((review) => extensionOf(review, 'number'));
  return [...stated, ...certified].flatMap((extension) => extension?.valueString ?? []);
}
