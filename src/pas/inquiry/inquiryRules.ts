import { INQUIRY_MESSAGE } from '../profiles/messageProfile.ts';
import { type MessageRules, STATED_RULES } from '../request/messageRules.ts';

/**
 * The rules of an inquiry: one Claim as the example, of which items and most of their elements may be left out.
 * @see StructureDefinition/profile-pas-inquiry-request-bundle and profile-claim-inquiry of PAS 2.2.1
 */
export const INQUIRY_RULES: MessageRules = { profiles: INQUIRY_MESSAGE, claim: STATED_RULES };
