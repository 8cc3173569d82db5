import { expect } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { referralOutsideNetwork } from '../../../src/policy/clauses/referralOutsideNetwork.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [Answer, Answer, string])[] = [
  ['yes', 'no', 'A qualified network professional is available'],
  ['no', 'yes', 'No qualified network professional is available: the plan must refer outside'],
  ['unknown', 'unknown', 'Whether a network professional is available is not established'],
];

table(
  rows,
  ([available, outside]) => `available ${available} → referral outside ${outside}`,
  ([available, outside, because]) => {
    expect(referralOutsideNetwork(available)).toEqual({
      clause: 'VI.C',
      id: 'referral-outside-network',
      answer: outside,
      because,
    });
  },
);
