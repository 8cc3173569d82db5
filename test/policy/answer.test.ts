import { describe, expect, it } from 'vitest';
import { type Answer, allOf, anyOf, assertNever, not } from '../../src/policy/answer.ts';
import { table } from './table.ts';

interface Row {
  readonly answers: readonly Answer[];
  readonly all: Answer;
  readonly any: Answer;
}

const rows: readonly Row[] = [
  { answers: [], all: 'yes', any: 'no' },
  { answers: ['yes'], all: 'yes', any: 'yes' },
  { answers: ['no'], all: 'no', any: 'no' },
  { answers: ['unknown'], all: 'unknown', any: 'unknown' },
  { answers: ['yes', 'yes'], all: 'yes', any: 'yes' },
  { answers: ['yes', 'no'], all: 'no', any: 'yes' },
  { answers: ['yes', 'unknown'], all: 'unknown', any: 'yes' },
  { answers: ['no', 'yes'], all: 'no', any: 'yes' },
  { answers: ['no', 'no'], all: 'no', any: 'no' },
  { answers: ['no', 'unknown'], all: 'no', any: 'unknown' },
  { answers: ['unknown', 'yes'], all: 'unknown', any: 'yes' },
  { answers: ['unknown', 'no'], all: 'no', any: 'unknown' },
  { answers: ['unknown', 'unknown'], all: 'unknown', any: 'unknown' },
  { answers: ['unknown', 'no', 'yes'], all: 'no', any: 'yes' },
];

const shown = ({ answers }: Row) => answers.join(', ') || 'nothing';

describe('all of', () => {
  table(
    rows,
    (row) => `${shown(row)} → ${row.all}`,
    (row) => {
      expect(allOf(row.answers)).toBe(row.all);
    },
  );
});

describe('any of', () => {
  table(
    rows,
    (row) => `${shown(row)} → ${row.any}`,
    (row) => {
      expect(anyOf(row.answers)).toBe(row.any);
    },
  );
});

describe('not', () => {
  const opposites: readonly (readonly [Answer, Answer])[] = [
    ['yes', 'no'],
    ['no', 'yes'],
    ['unknown', 'unknown'],
  ];
  table(
    opposites,
    ([answer, opposite]) => `${answer} → ${opposite}`,
    ([answer, opposite]) => {
      expect(not(answer)).toBe(opposite);
    },
  );
});

describe('De Morgan', () => {
  table(
    rows,
    (row) => `not any of (${shown(row)}) is all of their opposites`,
    ({ answers }) => {
      expect(not(anyOf(answers))).toBe(allOf(answers.map(not)));
    },
  );
});

it('a value outside the union is refused, by name', () => {
  const beyond = ((value: unknown) => value as never)('perhaps');
  expect(() => assertNever(beyond)).toThrow('Unforeseen value: "perhaps"');
});
