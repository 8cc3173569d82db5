import { expect } from 'vitest';
import { secondOpinionRequested } from '../../../src/policy/clauses/secondOpinionRequested.ts';
import type { Signal } from '../../../src/policy/facts.ts';
import { table } from '../table.ts';

const reason: Signal = { code: 'v2-0336|S', expression: 'Claim.item[0].extension[0]' };
const modifier: Signal = { code: 'HCPCS SN', expression: 'Claim.item[1].modifier[0]' };

const rows: readonly (readonly [readonly Signal[], 'yes' | 'no', string])[] = [
  [[], 'no', 'Nothing on the request marks it as one for a second opinion'],
  [[reason], 'yes', 'v2-0336|S at Claim.item[0].extension[0]'],
  [[modifier], 'yes', 'HCPCS SN at Claim.item[1].modifier[0]'],
  [[modifier, reason], 'yes', 'HCPCS SN at Claim.item[1].modifier[0]'],
];

table(
  rows,
  ([signals, answer]) => `signals ${signals.map(({ code }) => code).join(', ') || 'none'} → ${answer}`,
  ([signals, answer, because]) => {
    expect(secondOpinionRequested(signals)).toEqual({
      clause: 'V',
      id: 'second-opinion-requested',
      answer,
      because,
    });
  },
);
