import { describe, expect, it } from 'vitest';
import { denialNoticeElements } from '../../src/policy/clauses/denialNotice.ts';
import { clauses } from '../../src/policy/clauses.ts';
import { provisions, sentencesOf } from './policyText.ts';
import { table } from './table.ts';

const executed = [...provisions].filter(([cite]) => cite.startsWith('III.A') || cite.startsWith('VI.'));

describe('the text of the policy', () => {
  it('is held provision by provision', () => {
    expect([...provisions.keys()]).toEqual([
      'III.A',
      'III.A.1',
      'III.A.2',
      'V',
      'VI.A',
      'VI.A.1',
      'VI.A.2',
      'VI.A.3',
      'VI.A.4',
      'VI.A.5',
      'VI.B',
      'VI.C',
      'VI.D',
      'VI.D.1',
      'VI.D.2',
      'VI.E',
      'VI.F',
      'Closing statement',
    ]);
  });

  it('falls into sentences: VI.A has four, VI.C three', () => {
    const counts = executed.map(([cite, words]) => [cite, sentencesOf(words).length]);
    expect(Object.fromEntries(counts)).toMatchObject({ 'VI.A': 4, 'VI.C': 3, 'VI.B': 1 });
  });
});

describe('every clause quotes the provision it cites', () => {
  table(
    clauses,
    ({ cite, words }) => `${cite}: “${words.slice(0, 60)}”`,
    ({ cite, words }) => {
      expect(provisions.get(cite)).toContain(words);
    },
  );
});

describe('every sentence of III.A and VI is the words of some clause', () => {
  const sentences = executed.flatMap(([cite, words]) => sentencesOf(words).map((sentence) => ({ cite, sentence })));
  table(
    sentences,
    ({ cite, sentence }) => `${cite}: “${sentence.slice(0, 60)}”`,
    ({ cite, sentence }) => {
      const quoting = clauses.filter((clause) => clause.cite === cite && clause.words.includes(sentence));
      expect(quoting).not.toEqual([]);
    },
  );
});

describe('the clauses', () => {
  it('stand in the policy’s own order', () => {
    const places = [...provisions.keys()];
    const firstWords = clauses
      .filter(({ cite }) => cite.startsWith('VI.') || cite.startsWith('III.'))
      .map(({ cite }) => places.indexOf(cite));
    expect(firstWords).toEqual(firstWords.toSorted((a, b) => a - b));
  });

  it('are each listed once', () => {
    const keys = clauses.map(({ cite, words, readAs }) => `${cite}|${words}|${readAs}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('VI.F asks four things of a denial', () => {
    expect(denialNoticeElements).toHaveLength(4);
  });
});
