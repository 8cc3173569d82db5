import { extensionOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';
import { type ClaimRule, each } from './claimRule.ts';

/** YYYY-MM-DD: X12 278 has no dates without a day. */
const FULL_DATE_LENGTH = 10;

/** X12 278 has no dates without a day. @see StructureDefinition/profile-claim-base of PAS 2.2.1 */
export const SERVICE_DATE_RULES: readonly ClaimRule[] = [
  {
    code: 'value',
    text: 'The date of a service has year, month and day: YYYY-MM-DD.',
    brokenAt: each('item', '.serviced', ({ servicedDate }) => isFullDate(servicedDate)),
  },
  {
    code: 'value',
    text: 'The start of a service has year, month and day: YYYY-MM-DD.',
    brokenAt: each('item', '.serviced.start', ({ servicedPeriod }) => isFullDate(servicedPeriod?.start)),
  },
  {
    code: 'value',
    text: 'The end of a service has year, month and day: YYYY-MM-DD.',
    brokenAt: each('item', '.serviced.end', ({ servicedPeriod }) => isFullDate(servicedPeriod?.end)),
  },
];

/** The rules of the items of a Claim to be answered. @see StructureDefinition/profile-claim of PAS 2.2.1 */
export const ITEM_RULES: readonly ClaimRule[] = [
  {
    code: 'required',
    text: 'An item has a category: what kind of service, X12 1365.',
    brokenAt: each('item', '.category', ({ category }) => category !== undefined),
  },
  {
    code: 'required',
    text: 'An item has a locationCodeableConcept: a place of service, or a facility type.',
    brokenAt: each('item', '.location', (item) =>
      [item.locationCodeableConcept, item.locationAddress, item.locationReference].some((one) => one !== undefined),
    ),
  },
  {
    code: 'structure',
    text: 'The location of an item is a locationCodeableConcept, not an Address or a Reference.',
    brokenAt: each(
      'item',
      '.location',
      ({ locationAddress, locationReference }) => locationAddress === undefined && locationReference === undefined,
    ),
  },
  {
    code: 'required',
    text: `An item has the extension ${pasExtension.serviceItemRequestType} with a valueCodeableConcept of X12 1525.`,
    brokenAt: each(
      'item',
      '.extension',
      (item) => extensionOf(item, pasExtension.serviceItemRequestType)?.valueCodeableConcept !== undefined,
    ),
  },
  {
    code: 'required',
    text: `An item has the extension ${pasExtension.certificationType} with a valueCodeableConcept of X12 1322.`,
    brokenAt: each(
      'item',
      '.extension',
      (item) => extensionOf(item, pasExtension.certificationType)?.valueCodeableConcept !== undefined,
    ),
  },
  ...SERVICE_DATE_RULES,
];

function isFullDate(date: string | undefined): boolean {
  return date === undefined || date.length >= FULL_DATE_LENGTH;
}
