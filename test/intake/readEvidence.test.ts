import { describe, expect, test } from 'vitest';
import { readEvidence } from '../../src/intake/readEvidence.ts';

describe('evidence that cannot be read', () => {
  test.each([
    ['no JSON', '{', ['The evidence is not JSON in UTF-8.']],
    ['a list', '[]', ['evidence: ']],
    ['nothing in it', '{}', ['caseKey: ', 'received: ', 'rules: ', 'calendar: ', 'settings: ', 'facts: ', 'answer: ']],
    ['a date for an instant', '{"received":"2026-11-25"}', ['received: Expected an instant']],
    ['a text for the facts', '{"facts":"all"}', ['facts: Expected the facts, an object.']],
    [
      'a calendar with no days',
      '{"calendar":{"name":"x","plan":{}}}',
      ['calendar.plan.version: ', 'calendar.plan.closures: '],
    ],
  ])('%s is told, all at once, with where', (_, text, expected) => {
    const reading = readEvidence(new TextEncoder().encode(text));
    const problems = reading.ok ? [] : reading.problems;
    expect(expected.filter((start) => !problems.some((problem) => problem.startsWith(start)))).toEqual([]);
  });

  test('bytes that are not UTF-8 are told', () => {
    expect(readEvidence(Uint8Array.of(0xff, 0xfe)).ok).toBe(false);
  });
});
