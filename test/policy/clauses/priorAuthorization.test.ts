import { expect } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { priorAuthorization } from '../../../src/policy/clauses/priorAuthorization.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [Answer, Answer, string])[] = [
  ['yes', 'no', 'The requested provider is in network'],
  ['no', 'yes', 'The requested provider is out of network'],
  ['unknown', 'unknown', 'Network membership is not established; treated as required until it is'],
];

table(
  rows,
  ([inNetwork, required]) => `in network ${inNetwork} → prior authorization required ${required}`,
  ([inNetwork, required, because]) => {
    expect(priorAuthorization(inNetwork)).toEqual({
      clause: 'VI.A',
      id: 'prior-authorization-required',
      answer: required,
      because,
    });
  },
);
