import { at, type ClaimRule } from '../request/claimRule.ts';
import { COMMON_CLAIM_RULES } from '../request/claimRules.ts';
import { SERVICE_DATE_RULES } from '../request/itemRules.ts';
import { MODIFIER_RULES } from '../request/modifierRules.ts';
import type { MessageRules } from '../request/pasRules.ts';
import { SEQUENCE_RULES } from '../request/sequenceRules.ts';

const TRACE_NUMBER_RULES: readonly ClaimRule[] = [
  {
    code: 'required',
    text: 'The Claim of an inquiry has one identifier: the trace number of the inquiry itself.',
    brokenAt: at('identifier', ({ identifier = [] }) => identifier.length > 0),
  },
  {
    code: 'structure',
    text: 'The Claim of an inquiry has one identifier only, its own; numbers to look for go into the extensions of items.',
    brokenAt: at('identifier', ({ identifier = [] }) => identifier.length <= 1),
  },
];

/**
 * The rules of an inquiry: one Claim as the example, of which items and most of their elements may be left out.
 * @see StructureDefinition/profile-pas-inquiry-request-bundle and profile-claim-inquiry of PAS 2.2.1
 */
export const INQUIRY_RULES: MessageRules = {
  claims: { most: 1, text: 'One Claim is accepted: the example to inquire by. Send another inquiry for another one.' },
  claim: [...COMMON_CLAIM_RULES, ...TRACE_NUMBER_RULES, ...SERVICE_DATE_RULES, ...SEQUENCE_RULES, ...MODIFIER_RULES],
};
