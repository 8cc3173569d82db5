import type { Claim, ClaimItem, ClaimSupportingInfo, Extension } from '@medplum/fhirtypes';
import { codesOf, extensionsOf } from '../../fhir/elements.ts';
import { pasCodes, pasExtension } from '../codes.ts';

/**
 * What the answer to an item repeats of the request: every trace number, the number of an earlier authorization, and the dates
 * of admission and discharge. Nothing stands here that the request does not say.
 * @see PAS 2.2.1 profile-claimresponse, item and addItem
 */
export function carriedExtensions(claim: Claim, item: ClaimItem): readonly Extension[] {
  return [
    ...extensionsOf(item, pasExtension.itemTraceNumber),
    ...extensionsOf(item, pasExtension.authorizationNumber).slice(0, 1),
    ...admissionDates(claim, item),
    ...dischargeDate(claim, item),
  ];
}

/** The reference number of an earlier outcome that was disallowed; an item that is pended now has one of its own. */
export function earlierReferenceNumber(item: ClaimItem | undefined): readonly Extension[] {
  return extensionsOf(item, pasExtension.administrationReferenceNumber).slice(0, 1);
}

/** When the service is asked for. @see PAS 2.2.1 extension-itemRequestedServiceDate */
export function requestedServiceDate({ servicedDate, servicedPeriod }: ClaimItem): readonly Extension[] {
  const url = pasExtension.itemRequestedServiceDate;
  if (servicedDate) return [{ url, valueDateTime: servicedDate }];
  return servicedPeriod ? [{ url, valuePeriod: servicedPeriod }] : [];
}

/** The diagnoses that the item names, in its order: what it is decided on. @see PAS 2.2.1 extension-communicatedDiagnosis */
export function communicatedDiagnoses({ diagnosis = [] }: Claim, { diagnosisSequence = [] }: ClaimItem): Extension[] {
  return diagnosisSequence.flatMap((number) => {
    const named = diagnosis.find(({ sequence }) => sequence === number)?.diagnosisCodeableConcept;
    return named ? [{ url: pasExtension.communicatedDiagnosis, valueCodeableConcept: named }] : [];
  });
}

function admissionDates(claim: Claim, item: ClaimItem): readonly Extension[] {
  const url = pasExtension.admissionDates;
  const { timingDate, timingPeriod } = informationOf(claim, item, 'admissionDates') ?? {};
  if (timingDate) return [{ url, valueDate: timingDate }];
  return timingPeriod ? [{ url, valuePeriod: timingPeriod }] : [];
}

function dischargeDate(claim: Claim, item: ClaimItem): readonly Extension[] {
  const { timingDate } = informationOf(claim, item, 'dischargeDates') ?? {};
  return timingDate ? [{ url: pasExtension.dischargeDate, valueDate: timingDate }] : [];
}

/** The information of a category that the item names; what no item names is about each of them. */
function informationOf(
  { supportingInfo = [], item: items = [] }: Claim,
  { informationSequence = [] }: ClaimItem,
  category: string,
): ClaimSupportingInfo | undefined {
  const ofCategory = supportingInfo.filter((information) => codesOf(information.category, pasCodes).includes(category));
  const named = new Set(items.flatMap((each) => each.informationSequence ?? []));
  return (
    ofCategory.find(({ sequence }) => informationSequence.includes(sequence)) ??
    ofCategory.find(({ sequence }) => !named.has(sequence))
  );
}
