import { type Extensible, extensionOf } from '../../fhir/elements.ts';
import { profileUrl } from './canonicals.ts';
import { CLAIM_BASE } from './claimBase.ts';
import { REQUESTED_ITEM } from './claimItem.ts';
import { CERTIFICATION_TYPE } from './extensions/ofBoth.ts';
import { CLAIM_ENCOUNTER, RECORDED_DATE } from './extensions/ofClaim.ts';
import type { ElementRule, Profile } from './profile.ts';
import { DOCUMENT_RULES, EVENT_RULES } from './supportingInfo.ts';

const CANCEL = '3';

/** What a Claim to be answered keeps to, be it the first of its case or an update. */
export const REQUESTED_CLAIM: readonly ElementRule[] = [
  ...CLAIM_BASE,
  { at: 'extension:encounter', max: 1, is: CLAIM_ENCOUNTER, text: 'A Claim names at most one encounter.' },
  { at: 'identifier', min: 1, text: 'A PAS Claim has one identifier, or two.' },
  { at: 'identifier', max: 2, text: 'A PAS Claim has at most two identifiers.' },
  { at: 'diagnosis.extension:recordedDate', max: 1, is: RECORDED_DATE, text: 'A diagnosis was recorded at one date.' },
  ...EVENT_RULES,
  ...DOCUMENT_RULES,
  {
    at: 'item',
    min: 1,
    unless: cancels,
    text: 'Items are required, unless the Claim cancels a whole request (certificationType 3 on the Claim).',
  },
  ...REQUESTED_ITEM,
];

/** @see StructureDefinition/profile-claim of PAS 2.2.1 */
export const CLAIM: Profile = {
  url: profileUrl.claim,
  type: 'Claim',
  rules: [
    ...REQUESTED_CLAIM,
    {
      at: 'related',
      max: 0,
      text: 'A Claim that updates another relates to it as prior, of http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship; others have no related Claims.',
    },
  ],
};

/** Does the Claim cancel the whole request? The narrative lets it have no items. @see PAS 2.2.1, "Updating Authorization Requests" */
function cancels(claim: Extensible): boolean {
  const type = extensionOf(claim, CERTIFICATION_TYPE.url)?.valueCodeableConcept;
  return type?.coding?.some(({ code }) => code === CANCEL) ?? false;
}
