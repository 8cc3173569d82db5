import { profileUrl } from './canonicals.ts';
import { CLAIM_BASE } from './claimBase.ts';
import { INQUIRED_ITEM } from './claimItem.ts';
import { CERTIFICATION_TYPE } from './extensions/ofBoth.ts';
import type { Profile } from './profile.ts';
import { EVENT_RULES } from './supportingInfo.ts';

/** The Claim as an example of what is looked for: most may be left out. @see StructureDefinition/profile-claim-inquiry of PAS 2.2.1 */
export const CLAIM_INQUIRY: Profile = {
  url: profileUrl.claimInquiry,
  type: 'Claim',
  rules: [
    ...CLAIM_BASE,
    {
      at: 'extension:certificationType',
      max: 1,
      is: CERTIFICATION_TYPE,
      text: 'A Claim has at most one certification type.',
    },
    {
      at: 'identifier',
      min: 1,
      text: 'The Claim of an inquiry has one identifier: the trace number of the inquiry itself.',
    },
    {
      at: 'identifier',
      max: 1,
      text: 'The Claim of an inquiry has one identifier only, its own; numbers to look for go into the extensions of items.',
    },
    ...EVENT_RULES,
    ...INQUIRED_ITEM,
  ],
};
