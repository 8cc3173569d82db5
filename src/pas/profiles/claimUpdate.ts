import { profileUrl } from './canonicals.ts';
import { REQUESTED_CLAIM } from './claim.ts';
import { CERTIFICATION_TYPE, INFO_CANCELLED, INFO_CHANGED } from './extensions/ofBoth.ts';
import { coded } from './patterns.ts';
import type { ElementRule, Profile } from './profile.ts';

const PRIOR = coded('http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship', 'prior');
const RELATIONSHIP =
  'A Claim that updates another relates to it as prior, of http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship.';

/** How an update marks what is new, other or gone in one of its lists. */
function marks(list: 'item' | 'supportingInfo'): readonly ElementRule[] {
  return [
    { at: `${list}.extension:infoChanged`, max: 1, is: INFO_CHANGED, text: 'What was changed says so once.' },
    {
      at: `${list}.modifierExtension:infoCancelledFlag`,
      max: 1,
      is: INFO_CANCELLED,
      text: 'What was cancelled says so once.',
    },
  ];
}

/** One message's part of an update; what it means for the prior Claim is another matter. @see StructureDefinition/profile-claim-update of PAS 2.2.1 */
export const CLAIM_UPDATE: Profile = {
  url: profileUrl.claimUpdate,
  type: 'Claim',
  rules: [
    ...REQUESTED_CLAIM,
    {
      at: 'extension:certificationType',
      max: 1,
      is: CERTIFICATION_TYPE,
      text: 'A Claim has at most one certification type.',
    },
    { at: 'related', min: 1, max: 1, text: 'An update relates to one Claim: the one it updates.' },
    { at: 'related.claim', min: 1, text: 'A related Claim is given by reference or identifier in claim.' },
    { at: 'related.relationship', min: 1, value: PRIOR, text: RELATIONSHIP },
    ...marks('supportingInfo'),
    ...marks('item'),
  ],
};
