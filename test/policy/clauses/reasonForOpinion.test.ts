import { describe, expect } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { reasonForOpinion, threateningConditionTriage } from '../../../src/policy/clauses/reasonForOpinion.ts';
import type { ReasonCode } from '../../../src/policy/facts.ts';
import { table } from '../table.ts';

interface Row {
  readonly codes: readonly ReasonCode[];
  readonly answer: Answer;
  readonly cites: readonly string[];
  readonly triage: boolean;
}

const rows: readonly Row[] = [
  { codes: [], answer: 'unknown', cites: ['none is needed'], triage: false },
  { codes: ['R1'], answer: 'yes', cites: ['VI.A.1: The Member has questions'], triage: false },
  { codes: ['R2'], answer: 'yes', cites: ['VI.A.2: The Member questions'], triage: true },
  { codes: ['R3'], answer: 'yes', cites: ['VI.A.3: The diagnosis is in doubt'], triage: false },
  { codes: ['R4'], answer: 'yes', cites: ['VI.A.4: The current treatment plan'], triage: false },
  { codes: ['R5'], answer: 'yes', cites: ['VI.A.5: The Member has attempted'], triage: false },
  { codes: ['OTHER'], answer: 'yes', cites: ['outside the five listed'], triage: false },
  { codes: ['R1', 'R2'], answer: 'yes', cites: ['VI.A.1:', 'VI.A.2:'], triage: true },
  { codes: ['OTHER', 'R4'], answer: 'yes', cites: ['VI.A.4:'], triage: false },
];

describe('the reason given', () => {
  table(
    rows,
    ({ codes, answer }) => `${codes.join(', ') || 'none'} → ${answer}`,
    ({ codes, answer, cites }) => {
      const found = reasonForOpinion(codes);
      expect(found).toMatchObject({ clause: 'VI.A', id: 'reason', answer });
      expect(cites.filter((cite) => !found.because.includes(cite))).toEqual([]);
    },
  );
});

describe('a threatening condition is triaged by people and raises nothing', () => {
  table(
    rows,
    ({ codes, triage }) => `${codes.join(', ') || 'none'} → ${triage ? 'a finding' : 'nothing'}`,
    ({ codes, triage }) => {
      const found = threateningConditionTriage(codes);
      expect([found?.clause, found?.answer]).toEqual(triage ? ['VI.A.2', 'unknown'] : [undefined, undefined]);
    },
  );
});
