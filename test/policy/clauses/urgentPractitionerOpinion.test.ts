import { expect } from 'vitest';
import { urgentPractitionerOpinion } from '../../../src/policy/clauses/urgentPractitionerOpinion.ts';
import type { UrgencySignal } from '../../../src/policy/facts.ts';
import { table } from '../table.ts';

const signal = (kind: UrgencySignal['kind']): UrgencySignal => ({ kind, code: kind, expression: 'Claim.priority' });

const rows: readonly (readonly [readonly UrgencySignal['kind'][], 'yes' | 'no', string])[] = [
  [[], 'no', 'No professional marks the request urgent'],
  [['provider-mark'], 'yes', 'provider-mark at Claim.priority'],
  [['mark'], 'no', 'No professional marks the request urgent'],
  [['phrase'], 'no', 'No professional marks the request urgent'],
  [['psychological-state'], 'no', 'No professional marks the request urgent'],
  [['mark', 'phrase', 'provider-mark'], 'yes', 'provider-mark at Claim.priority'],
];

table(
  rows,
  ([kinds, answer]) => `${kinds.join(', ') || 'no signal'} → ${answer}`,
  ([kinds, answer, because]) => {
    expect(urgentPractitionerOpinion(kinds.map(signal))).toEqual({
      clause: 'III.A.2',
      id: 'urgent-practitioner-opinion',
      answer,
      because,
    });
  },
);
