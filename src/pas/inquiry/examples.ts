import type { Claim, ClaimItem, CodeableConcept, Coding } from '@medplum/fhirtypes';
import { codesOf, type Extensible, extensionOf, extensionsOf } from '../../fhir/elements.ts';
import { x12 } from '../../fhir/systems.ts';
import { inquiryExtension } from './codes.ts';
import { daysOf } from './days.ts';
import type { ItemExample } from './inquiry.ts';

const dataAbsent = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';

/**
 * What the Claim of an inquiry asks of items: what it says itself, and each of its items. Request type and certification
 * type are said in every transaction and tell nothing about which one is looked for.
 */
export function examplesIn(claim: Claim, timeZone: string): readonly ItemExample[] {
  return [
    { ...exampleOf(claim, timeZone), serviced: daysOf(claim.billablePeriod, timeZone) },
    ...(claim.item ?? []).map((item) => ({ ...exampleOf(item, timeZone), ...serviceOf(item, timeZone) })),
  ].filter(asksForSomething);
}

function exampleOf(element: Extensible, timeZone: string): ItemExample {
  const days = (url: string) => {
    const extension = extensionOf(element, url);
    return daysOf(extension?.valueDate ?? extension?.valuePeriod, timeZone);
  };
  const texts = (url: string) => extensionsOf(element, url).flatMap(({ valueString }) => valueString ?? []);
  const actions = extensionsOf(element, inquiryExtension.reviewActionCode);
  return {
    category: [],
    productOrService: [],
    productOrServiceEnd: [],
    issued: days(inquiryExtension.certificationIssueDate),
    effective: days(inquiryExtension.certificationEffectiveDate),
    expires: days(inquiryExtension.certificationExpirationDate),
    reviewActions: actions.flatMap(({ valueCodeableConcept }) => codesOf(valueCodeableConcept, x12(306))),
    numbers: [...texts(inquiryExtension.authorizationNumber), ...texts(inquiryExtension.administrationReferenceNumber)],
  };
}

function serviceOf(item: ClaimItem, timeZone: string): Partial<ItemExample> {
  const end = extensionOf(item, inquiryExtension.productOrServiceCodeEnd)?.valueCodeableConcept;
  return {
    category: codingsIn(item.category),
    productOrService: codingsIn(item.productOrService),
    productOrServiceEnd: codingsIn(end),
    serviced: daysOf(item.servicedDate ?? item.servicedPeriod, timeZone),
  };
}

/** The codings to compare by; none when the concept says that it does not apply. @see PAS 2.2.1, spec-43 */
function codingsIn(concept: CodeableConcept | undefined): readonly Coding[] {
  const codings = concept?.coding ?? [];
  if (codings.some(({ system }) => system === dataAbsent)) return [];
  return codings.filter(({ code }) => code !== undefined);
}

function asksForSomething(example: ItemExample): boolean {
  return Object.values(example).some((asked) => (Array.isArray(asked) ? asked.length > 0 : asked !== undefined));
}
