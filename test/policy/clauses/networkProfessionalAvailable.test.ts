import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import type { CandidateView } from '../../../src/policy/availability.ts';
import { networkProfessionalAvailable } from '../../../src/policy/clauses/networkProfessionalAvailable.ts';
import type { AlternativeFacts } from '../../../src/policy/facts.ts';
import { alternatives, candidate } from '../builders.ts';
import { table } from '../table.ts';

const view = (answer: Answer): CandidateView => ({ candidate: candidate(), answer, predicates: [] });

interface Row {
  readonly candidates: readonly Answer[];
  readonly changes?: Partial<AlternativeFacts>;
  readonly answer: Answer;
}

const incomplete: Partial<AlternativeFacts> = { incomplete: '2 network role(s) lack their network tag' };
const nothingKnown: Partial<AlternativeFacts> = { specialties: [], searched: 'nothing-known' };
const byDiagnosis: Partial<AlternativeFacts> = { searched: 'diagnosis-map' };

const rows: readonly Row[] = [
  { candidates: [], answer: 'no' },
  { candidates: [], changes: byDiagnosis, answer: 'no' },
  { candidates: [], changes: nothingKnown, answer: 'unknown' },
  { candidates: [], changes: incomplete, answer: 'unknown' },
  { candidates: ['no'], answer: 'no' },
  { candidates: ['no', 'no'], answer: 'no' },
  { candidates: ['no', 'no'], changes: incomplete, answer: 'unknown' },
  { candidates: ['unknown'], answer: 'unknown' },
  { candidates: ['no', 'unknown'], answer: 'unknown' },
  { candidates: ['yes'], answer: 'yes' },
  { candidates: ['no', 'unknown', 'yes'], answer: 'yes' },
  { candidates: ['yes'], changes: incomplete, answer: 'yes' },
];

describe('a qualified professional is available in the network', () => {
  table(
    rows,
    ({ candidates, changes, answer }) =>
      `candidates ${candidates.join(', ') || 'none'}, ${JSON.stringify(changes) ?? 'every role seen'} → ${answer}`,
    ({ candidates, changes, answer }) => {
      const found = networkProfessionalAvailable(alternatives(changes), candidates.map(view));
      expect(found).toMatchObject({ clause: 'VI.C', id: 'network-professional-available', answer });
    },
  );

  it('says what was looked for and why it is not established', () => {
    expect(networkProfessionalAvailable(alternatives(incomplete), []).because).toBe(
      'Gastroenterology (207RG0100X): 2 network role(s) lack their network tag',
    );
  });
});
