import type { ClaimRule } from './claimRule.ts';
import { CLAIM_RULES } from './claimRules.ts';
import type { ClaimEntries } from './envelope.ts';
import { ITEM_RULES } from './itemRules.ts';
import { MODIFIER_RULES } from './modifierRules.ts';
import { SEQUENCE_RULES } from './sequenceRules.ts';

/** What a kind of PAS message keeps to beyond R4. */
export interface MessageRules {
  readonly claims: ClaimEntries;
  readonly claim: readonly ClaimRule[];
}

/** What a Claim to be answered keeps to beyond R4. */
export const PAS_RULES: readonly ClaimRule[] = [...CLAIM_RULES, ...ITEM_RULES, ...SEQUENCE_RULES, ...MODIFIER_RULES];

/** The rules of a request to be answered. */
export const SUBMIT_RULES: MessageRules = {
  claims: {
    most: 2,
    text: 'At most two Claims are accepted: the new one, and the prior one that it updates.',
  },
  claim: PAS_RULES,
};
