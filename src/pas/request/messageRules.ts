import { type MessageProfile, SUBMITTED_MESSAGE } from '../profiles/messageProfile.ts';
import type { ClaimRule } from './claimRule.ts';
import { MODIFIER_RULES } from './modifierRules.ts';
import { SEQUENCE_RULES } from './sequenceRules.ts';
import { SIZE_RULES } from './sizeRules.ts';

/** What a kind of PAS message keeps to beyond R4. */
export interface MessageRules {
  /** PAS's profiles; left out: the message is held to none. */
  readonly profiles?: MessageProfile;
  /** What is asked of the Claim by the IG's statements rather than by its profiles. */
  readonly claim: readonly ClaimRule[];
  /** The names of an object need not be unique in the JSON. */
  readonly mayRepeatNames?: boolean;
}

/** Rules of every Claim that no profile states. */
export const STATED_RULES: readonly ClaimRule[] = [...SEQUENCE_RULES, ...MODIFIER_RULES];

/** The rules of a request to be answered. */
export const SUBMIT_RULES: MessageRules = { profiles: SUBMITTED_MESSAGE, claim: [...STATED_RULES, ...SIZE_RULES] };

/** The rules of a request that was accepted before. */
export const REREAD_RULES: MessageRules = { claim: [], mayRepeatNames: true };
