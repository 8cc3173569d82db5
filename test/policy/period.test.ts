import { describe, expect } from 'vitest';
import type { Answer } from '../../src/policy/answer.ts';
import type { DatePeriod } from '../../src/policy/evidence.ts';
import { covers, overlap, periodInWords } from '../../src/policy/period.ts';
import { table } from './table.ts';

const closed: DatePeriod = { start: '2026-01-10', end: '2026-01-20' };

const coverage: readonly (readonly [DatePeriod | undefined, string, Answer])[] = [
  [closed, '2026-01-09', 'no'],
  [closed, '2026-01-10', 'yes'],
  [closed, '2026-01-20', 'yes'],
  [closed, '2026-01-21', 'no'],
  [{ start: '2026-01-10' }, '2099-12-31', 'yes'],
  [{ start: '2026-01-10' }, '2026-01-09', 'no'],
  [{ end: '2026-01-20' }, '2026-01-20', 'unknown'],
  [{ end: '2026-01-20' }, '2026-01-21', 'no'],
  [{ start: '2026-01-20', end: '2026-01-10' }, '2026-01-15', 'no'],
  [{}, '2026-01-15', 'unknown'],
  [undefined, '2026-01-15', 'unknown'],
];

describe('a period covers a date', () => {
  table(
    coverage,
    ([period, date, answer]) => `${JSON.stringify(period) ?? 'no period'} on ${date} → ${answer}`,
    ([period, date, answer]) => {
      expect(covers(period, date)).toBe(answer);
    },
  );
});

const wordings: readonly (readonly [DatePeriod | undefined, string])[] = [
  [closed, '2026-01-10 to 2026-01-20'],
  [{ start: '2026-01-10' }, 'from 2026-01-10'],
  [{ end: '2026-01-20' }, 'until 2026-01-20'],
  [{}, 'without dates'],
  [undefined, 'without dates'],
];

describe('a period in words', () => {
  table(
    wordings,
    ([period, words]) => `${JSON.stringify(period) ?? 'no period'} → ${words}`,
    ([period, words]) => {
      expect(periodInWords(period)).toBe(words);
    },
  );
});

const overlaps: readonly (readonly [DatePeriod, DatePeriod, DatePeriod])[] = [
  [closed, { start: '2026-01-15', end: '2026-02-01' }, { start: '2026-01-15', end: '2026-01-20' }],
  [closed, { start: '2026-01-15' }, { start: '2026-01-15', end: '2026-01-20' }],
  [closed, { start: '2025-01-01' }, closed],
  [closed, { end: '2026-01-12' }, { start: undefined, end: '2026-01-12' }],
  [{ start: '2026-01-10' }, { start: '2026-01-11' }, { start: '2026-01-11', end: undefined }],
];

describe('two periods overlap, whichever comes first', () => {
  table(
    overlaps,
    ([a, b, both]) => `${periodInWords(a)} and ${periodInWords(b)} → ${periodInWords(both)}`,
    ([a, b, both]) => {
      expect([overlap(a, b), overlap(b, a)]).toEqual([both, both]);
    },
  );
});
