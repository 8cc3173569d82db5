import { binding, x12Codes } from './bindings.ts';
import { fullDates } from './extensions/fullDates.ts';
import * as ofBoth from './extensions/ofBoth.ts';
import * as ofInquiry from './extensions/ofInquiry.ts';
import * as ofItem from './extensions/ofItem.ts';
import type { ElementRule } from './profile.ts';
import { PAS_QUANTITY } from './quantity.ts';

const ONCE = 'This extension is given at most once an item.';
const CATEGORY = 'An item has a category: what kind of service, X12 1365.';
const LOCATION = 'An item has a locationCodeableConcept: a place of service, or a facility type.';

/** What the items of requests, updates and inquiries have in common. @see StructureDefinition/profile-claim-base of PAS 2.2.1 */
export const ITEM_BASE: readonly ElementRule[] = [
  { at: 'item.extension:itemTraceNumber', is: ofItem.ITEM_TRACE_NUMBER, text: 'Trace numbers of the item.' },
  { at: 'item.extension:authorizationNumber', max: 1, is: ofBoth.AUTHORIZATION_NUMBER, text: ONCE },
  {
    at: 'item.extension:administrationReferenceNumber',
    max: 1,
    is: ofBoth.ADMINISTRATION_REFERENCE_NUMBER,
    text: ONCE,
  },
  { at: 'item.extension:productOrServiceCodeEnd', max: 1, is: ofItem.CODE_END, text: ONCE },
  { at: 'item.revenue', codes: binding.revenue, text: 'The revenue centre of an item is a code of NUBC.' },
  { at: 'item.category', codes: x12Codes('request/2000F/UM/1/03/00/1365'), text: CATEGORY },
  { at: 'item.productOrService', codes: binding.requestedService, text: 'An item says what is requested by a code.' },
  { at: 'item.modifier', codes: binding.modifier, text: 'A modifier of an item is a code of CPT or HCPCS.' },
  ...fullDates('item.serviced[x]', 'serviced', 'The date of a service'),
  { at: 'item.location[x]', types: ['CodeableConcept'], codes: binding.location, text: LOCATION },
  { at: 'item.quantity', is: PAS_QUANTITY, text: 'A quantity of an item has a value.' },
];

/** What an item of an inquiry may say. @see StructureDefinition/profile-claim-inquiry of PAS 2.2.1 */
export const INQUIRED_ITEM: readonly ElementRule[] = [
  ...ITEM_BASE,
  { at: 'item.extension:requestType', max: 1, is: ofItem.REQUEST_TYPE, text: ONCE },
  { at: 'item.extension:certificationType', max: 1, is: ofBoth.CERTIFICATION_TYPE, text: ONCE },
  { at: 'item.extension:certIssueDate', max: 1, is: ofInquiry.CERTIFICATION_ISSUED, text: ONCE },
  { at: 'item.extension:certExpirationDate', max: 1, is: ofInquiry.CERTIFICATION_EXPIRES, text: ONCE },
  { at: 'item.extension:certEffectiveDate', max: 1, is: ofInquiry.CERTIFICATION_EFFECTIVE, text: ONCE },
  { at: 'item.extension:reviewActionCode', max: 1, is: ofInquiry.REVIEW_ACTION_CODE, text: ONCE },
];

/** What an item to be answered has to say. @see StructureDefinition/profile-claim and profile-claim-update of PAS 2.2.1 */
export const REQUESTED_ITEM: readonly ElementRule[] = [
  ...ITEM_BASE,
  {
    at: 'item.extension:requestType',
    min: 1,
    max: 1,
    is: ofItem.REQUEST_TYPE,
    text: `An item has the extension ${ofItem.REQUEST_TYPE.url} once, with a valueCodeableConcept of X12 1525.`,
  },
  {
    at: 'item.extension:certificationType',
    min: 1,
    max: 1,
    is: ofBoth.CERTIFICATION_TYPE,
    text: `An item has the extension ${ofBoth.CERTIFICATION_TYPE.url} once, with a valueCodeableConcept of X12 1322.`,
  },
  { at: 'item.extension:epsdtIndicator', max: 1, is: ofItem.EPSDT, text: ONCE },
  { at: 'item.extension:nursingHomeResidentialStatus', max: 1, is: ofItem.NURSING_HOME_STATUS, text: ONCE },
  {
    at: 'item.extension:nursingHomeResidentialStatus.value[x]',
    codes: x12Codes('request/2000F/SV2/1/09/00/1345'),
    text: 'The nursing home residential status of an item is a code of X12.',
  },
  { at: 'item.extension:nursingHomeLevelOfCare', max: 1, is: ofItem.NURSING_HOME_LEVEL, text: ONCE },
  { at: 'item.extension:revenueUnitRateLimit', max: 1, is: ofItem.REVENUE_RATE, text: ONCE },
  { at: 'item.extension:requestedService', max: 1, is: ofItem.REQUESTED_SERVICE, text: ONCE },
  { at: 'item.category', min: 1, text: CATEGORY },
  { at: 'item.location[x]', min: 1, text: LOCATION },
];
