import { describe, expect } from 'vitest';
import { annualReview } from '../../../src/policy/clauses/annualReview.ts';
import { policyInForce } from '../../../src/policy/data/policyVersions.ts';
import { governanceFindings } from '../../../src/policy/governance.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [receivedOn: string, 'yes' | 'no'])[] = [
  ['2025-11-12', 'yes'],
  ['2026-11-11', 'yes'],
  ['2026-11-12', 'yes'],
  ['2026-11-13', 'no'],
  ['2031-01-01', 'no'],
];

describe('reviewed in time', () => {
  table(
    rows,
    ([receivedOn, answer]) => `next review 2026-11-12, received ${receivedOn} → ${answer}`,
    ([receivedOn, answer]) => {
      const found = annualReview(policyInForce(receivedOn), receivedOn);
      expect(found).toMatchObject({
        clause: 'Closing statement',
        id: 'policy-reviewed-in-time',
        answer,
        asOf: receivedOn,
      });
      expect(found.because).toContain('2026-11-12');
    },
  );
});

describe('the plan is told only of a review that is overdue', () => {
  table(
    rows,
    ([receivedOn, answer]) => `received ${receivedOn} → ${answer === 'no' ? 'one finding' : 'none'}`,
    ([receivedOn, answer]) => {
      const found = governanceFindings(policyInForce(receivedOn), receivedOn);
      expect(found.map((entry) => entry.answer)).toEqual(answer === 'no' ? ['no'] : []);
    },
  );
});
