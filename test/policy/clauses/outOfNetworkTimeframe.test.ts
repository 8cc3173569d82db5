import { expect } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { outOfNetworkTimeframe } from '../../../src/policy/clauses/outOfNetworkTimeframe.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [inNetwork: Answer, urgent: boolean, clause: string, answer: Answer])[] = [
  ['yes', true, 'VI.D', 'no'],
  ['yes', false, 'VI.D', 'no'],
  ['no', true, 'VI.D.1', 'yes'],
  ['no', false, 'VI.D.2', 'yes'],
  ['unknown', true, 'VI.D.1', 'yes'],
  ['unknown', false, 'VI.D.2', 'yes'],
];

table(
  rows,
  ([inNetwork, urgent, clause, answer]) =>
    `in network ${inNetwork}, ${urgent ? 'urgent' : 'routine'} → ${clause} ${answer}`,
  ([inNetwork, urgent, clause, answer]) => {
    expect(outOfNetworkTimeframe(inNetwork, urgent)).toMatchObject({ clause, id: 'timeframe', answer });
  },
);
