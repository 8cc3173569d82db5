import { describe, expect, it } from 'vitest';
import { citation, policyInForce, policyVersions } from '../../../src/policy/data/policyVersions.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [string, string])[] = [
  ['2025-11-12', '2025-11-12'],
  ['2025-11-13', '2025-11-12'],
  ['2026-11-12', '2025-11-12'],
  ['2026-11-13', '2025-11-12'],
  ['2040-01-01', '2025-11-12'],
];

describe('the version in force', () => {
  table(
    rows,
    ([on, approved]) => `on ${on} was approved ${approved}`,
    ([on, approved]) => {
      expect(policyInForce(on).approved).toBe(approved);
    },
  );

  table(
    ['2025-11-11', '2016-04-20'],
    (on) => `on ${on} is not guessed`,
    (on) => {
      const asking = () => policyInForce(on);
      expect(asking).toThrow(RangeError);
      expect(asking).toThrow(`No version of MPUP3078 before 2025-11-12 is held; asked for ${on}`);
    },
  );

  it('stands oldest first', () => {
    const approvals = policyVersions.map(({ approved }) => approved);
    expect(approvals).toEqual([...new Set(approvals)].toSorted());
  });

  it('is cited by number and approval', () => {
    expect(citation(policyInForce('2026-11-23'))).toBe('MPUP3078 (approved 2025-11-12)');
  });
});
