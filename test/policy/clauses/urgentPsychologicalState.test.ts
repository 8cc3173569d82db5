import { expect } from 'vitest';
import { urgentPsychologicalState } from '../../../src/policy/clauses/urgentPsychologicalState.ts';
import type { UrgencySignal } from '../../../src/policy/facts.ts';
import { table } from '../table.ts';

const signal = (kind: UrgencySignal['kind']): UrgencySignal => ({ kind, code: kind, expression: 'Claim.diagnosis[0]' });

const rows: readonly (readonly [readonly UrgencySignal['kind'][], 'yes' | 'unknown', string])[] = [
  [[], 'unknown', 'Nothing in the request speaks of it'],
  [['psychological-state'], 'yes', 'psychological-state at Claim.diagnosis[0]'],
  [['provider-mark'], 'unknown', 'Nothing in the request speaks of it'],
  [['mark'], 'unknown', 'Nothing in the request speaks of it'],
  [['phrase'], 'unknown', 'Nothing in the request speaks of it'],
  [['mark', 'psychological-state'], 'yes', 'psychological-state at Claim.diagnosis[0]'],
];

table(
  rows,
  ([kinds, answer]) => `${kinds.join(', ') || 'no signal'} → ${answer}`,
  ([kinds, answer, because]) => {
    expect(urgentPsychologicalState(kinds.map(signal))).toEqual({
      clause: 'III.A.1',
      id: 'urgent-psychological-state',
      answer,
      because,
    });
  },
);
