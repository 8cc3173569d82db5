import { describe, expect, it } from 'vitest';
import { notExcluded } from '../../../src/policy/clauses/notExcluded.ts';
import { known, unknown } from '../../../src/policy/evidence.ts';
import type { Exclusion } from '../../../src/policy/facts.ts';
import { asOf, serviceDate } from '../builders.ts';
import { table } from '../table.ts';

const list = 'oig-leie';

const rows: readonly (readonly [readonly Exclusion[], 'yes' | 'no'])[] = [
  [[], 'yes'],
  [[{ list }], 'no'],
  [[{ list, period: {} }], 'no'],
  [[{ list, period: { start: '2026-12-09' } }], 'no'],
  [[{ list, period: { start: '2026-12-10' } }], 'no'],
  [[{ list, period: { start: '2026-12-11' } }], 'yes'],
  [[{ list, period: { end: '2026-12-09' } }], 'yes'],
  [[{ list, period: { end: '2026-12-10' } }], 'no'],
  [[{ list, period: { start: '2020-01-01', end: '2026-12-09' } }], 'yes'],
  [[{ list: 'sam', period: { start: '2020-01-01', end: '2021-01-01' } }, { list: 'medi-cal-suspended' }], 'no'],
  [[{ list: 'a-list-of-its-own' }], 'no'],
];

describe(`free of exclusions on ${serviceDate}`, () => {
  table(
    rows,
    ([exclusions, answer]) => `${JSON.stringify(exclusions)} → ${answer}`,
    ([exclusions, answer]) => {
      const found = notExcluded(known(exclusions, asOf), serviceDate);
      expect(found).toMatchObject({ clause: 'VI.A', id: 'not-excluded', answer, asOf });
    },
  );

  it('screening not shown → unknown, never yes', () => {
    expect(notExcluded(unknown('The list is older than its refresh'), serviceDate)).toEqual({
      clause: 'VI.A',
      id: 'not-excluded',
      answer: 'unknown',
      because: 'The list is older than its refresh',
    });
  });

  it('a no names the list and only those that hold', () => {
    const exclusions = [
      { list: 'sam', period: { end: '2021-01-01' } },
      { list: 'oig-leie', period: { start: '2025-05-20' } },
    ];
    expect(notExcluded(known(exclusions, asOf), serviceDate).because).toBe(
      'OIG List of Excluded Individuals/Entities, from 2025-05-20',
    );
  });
});
