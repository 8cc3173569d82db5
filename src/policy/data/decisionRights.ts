/** What a person may decide on a pended request. */
export const decisionCodes = ['approve', 'modify', 'deny', 'extend', 'lower-urgency', 'request-information'] as const;

export type DecisionCode = (typeof decisionCodes)[number];

export interface DecisionRight {
  /** Licence classes, upper case. */
  readonly licences: readonly string[];
  readonly decisions: readonly DecisionCode[];
  /** True: only for conditions within the listed scope of the licence. */
  readonly withinScope: boolean;
}

/**
 * Who may decide what, by class of an active licence. A class that is not listed decides nothing. Lowering the urgency is
 * left to physicians; nurses act in the member's favour or ask, and never delay, modify or deny.
 * @see Health & Safety Code 1367.01(e); 42 CFR 438.210(b)(3)
 */
export const decisionRights: readonly DecisionRight[] = [
  { licences: ['MD', 'DO'], decisions: decisionCodes, withinScope: false },
  {
    licences: ['PSY', 'PHD', 'PSYD', 'LCSW', 'LMFT', 'LPCC', 'OD', 'DDS', 'DMD', 'DPM'],
    decisions: ['approve', 'modify', 'deny', 'extend', 'request-information'],
    withinScope: true,
  },
  { licences: ['RN'], decisions: ['approve', 'request-information'], withinScope: false },
];
