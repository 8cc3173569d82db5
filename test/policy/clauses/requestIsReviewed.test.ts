import { expect } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { requestIsReviewed } from '../../../src/policy/clauses/requestIsReviewed.ts';
import type { AskerFacts } from '../../../src/policy/facts.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [AskerFacts, Answer, string])[] = [
  [{ kind: 'member', verified: true }, 'yes', 'The member asks'],
  [{ kind: 'member', verified: false }, 'yes', 'The member asks'],
  [{ kind: 'health-professional', verified: true }, 'yes', 'A health professional asks'],
  [{ kind: 'health-professional', verified: false }, 'yes', 'A health professional asks'],
  [{ kind: 'representative', verified: true }, 'yes', 'The member’s authorized representative asks'],
  [
    { kind: 'representative', verified: false },
    'unknown',
    'A representative asks whose authority is yet to be verified',
  ],
  [{ kind: 'unknown', verified: true }, 'unknown', 'The request does not say who asks'],
  [{ kind: 'unknown', verified: false }, 'unknown', 'The request does not say who asks'],
];

table(
  rows,
  ([{ kind, verified }, answer]) => `${kind}, ${verified ? 'verified' : 'not verified'} → ${answer}`,
  ([asker, answer, because]) => {
    expect(requestIsReviewed(asker)).toEqual({ clause: 'VI.A', id: 'asker-entitled', answer, because });
  },
);
