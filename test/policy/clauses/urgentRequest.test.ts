import { describe, expect, it } from 'vitest';
import { urgentRequest } from '../../../src/policy/clauses/urgentRequest.ts';
import type { UrgencySignal } from '../../../src/policy/facts.ts';
import { table } from '../table.ts';

const signal = (kind: UrgencySignal['kind']): UrgencySignal => ({ kind, code: kind, expression: 'Claim.priority' });
const own = 'the policy’s own two limbs do not name this ground';

const rows: readonly (readonly [readonly UrgencySignal['kind'][], boolean, string])[] = [
  [[], false, 'No limb of the definition is met'],
  [['provider-mark'], true, 'A limb of the definition is met'],
  [['psychological-state'], true, 'A limb of the definition is met'],
  [['mark'], true, `“mark” at Claim.priority; ${own}`],
  [['phrase'], true, `“phrase” at Claim.priority; ${own}`],
  [['provider-mark', 'psychological-state'], true, 'A limb of the definition is met'],
  [['provider-mark', 'phrase'], true, `“phrase” at Claim.priority; ${own}`],
];

describe('urgent', () => {
  table(
    rows,
    ([kinds, urgent]) => `${kinds.join(', ') || 'no signal'} → ${urgent ? 'urgent' : 'routine'}`,
    ([kinds, urgent, because]) => {
      const result = urgentRequest(kinds.map(signal));
      expect(result.urgent).toBe(urgent);
      expect(result.findings[0]).toEqual({ clause: 'III.A', id: 'urgent', answer: urgent ? 'yes' : 'no', because });
    },
  );

  it('shows the definition and both its limbs', () => {
    expect(urgentRequest([]).findings.map(({ clause }) => clause)).toEqual(['III.A', 'III.A.1', 'III.A.2']);
  });
});
