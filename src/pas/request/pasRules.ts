import type { ClaimRule } from './claimRule.ts';
import { CLAIM_RULES } from './claimRules.ts';
import { ITEM_RULES } from './itemRules.ts';
import { MODIFIER_RULES } from './modifierRules.ts';
import { SEQUENCE_RULES } from './sequenceRules.ts';

/** What a PAS Claim keeps to beyond R4. */
export const PAS_RULES: readonly ClaimRule[] = [...CLAIM_RULES, ...ITEM_RULES, ...SEQUENCE_RULES, ...MODIFIER_RULES];
