import { describe, expect } from 'vitest';
import { determine } from '../../src/policy/determination.ts';
import { known } from '../../src/policy/evidence.ts';
import type { ReasonCode } from '../../src/policy/facts.ts';
import { alternatives, asOf, candidate, facts, item, professional, standing } from './builders.ts';
import { table } from './table.ts';

const options = { autoApprove: true, authorizationDays: 90 };
const gastroenterology = '207RG0100X';
const colonSurgery = '208C00000X';

interface Row {
  readonly reasons: readonly ReasonCode[];
  readonly specialty: string;
  readonly row: 9 | 10;
}

const rows: readonly Row[] = [
  { reasons: ['R5'], specialty: gastroenterology, row: 9 },
  { reasons: [], specialty: gastroenterology, row: 9 },
  { reasons: ['R1'], specialty: gastroenterology, row: 10 },
  { reasons: ['R5', 'R1'], specialty: gastroenterology, row: 10 },
  { reasons: ['R1'], specialty: colonSurgery, row: 9 },
];

describe('a second opinion on an operation for Crohn’s disease', () => {
  table(
    rows,
    ({ reasons, specialty, row }) => `reasons ${reasons.join(', ') || 'none'}, from ${specialty} → row ${row}`,
    ({ reasons, specialty, row }) => {
      const codes = { specialties: [specialty], certifications: [specialty] };
      const requested = [professional({ standing: standing(codes) })];
      const [answer] = determine(facts({ reasons, items: [item({ requested })] }), options).items;
      expect(answer?.row).toBe(row);
    },
  );
});

describe('a network candidate out of reach', () => {
  table(
    [
      { miles: 300, row: 9 },
      { miles: 60, row: 10 },
      { miles: 5, row: 10 },
    ] as const,
    ({ miles, row }) => `${miles} miles away → row ${row}`,
    ({ miles, row }) => {
      const candidates = [candidate({ distance: known(miles, asOf) })];
      const asked = item({ alternatives: alternatives({ candidates }) });
      const [answer] = determine(facts({ items: [asked] }), options).items;
      expect(answer?.row).toBe(row);
    },
  );
});
