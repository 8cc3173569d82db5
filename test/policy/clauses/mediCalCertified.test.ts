import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { mediCalCertified } from '../../../src/policy/clauses/mediCalCertified.ts';
import { type DatePeriod, known, unknown } from '../../../src/policy/evidence.ts';
import { asOf, serviceDate } from '../builders.ts';
import { table } from '../table.ts';

const rows: readonly (readonly [readonly DatePeriod[], Answer])[] = [
  [[{ start: '2026-12-09' }], 'yes'],
  [[{ start: '2026-12-10' }], 'yes'],
  [[{ start: '2026-12-11' }], 'no'],
  [[{ start: '2018-03-01', end: '2026-12-09' }], 'no'],
  [[{ start: '2018-03-01', end: '2026-12-10' }], 'yes'],
  [[{ start: '2018-03-01', end: '2026-12-11' }], 'yes'],
  [[{}], 'unknown'],
  [[{ end: '2027-01-01' }], 'unknown'],
  [[{ end: '2026-12-09' }], 'no'],
  [[], 'unknown'],
  [[{ start: '2018-03-01', end: '2020-01-01' }, { start: '2026-01-01' }], 'yes'],
  [[{ start: '2018-03-01', end: '2020-01-01' }, {}], 'unknown'],
  [[{}, { start: '2026-01-01' }], 'yes'],
];

describe(`enrolled with Medi-Cal on ${serviceDate}`, () => {
  table(
    rows,
    ([enrolments, answer]) => `${JSON.stringify(enrolments)} → ${answer}`,
    ([enrolments, answer]) => {
      const found = mediCalCertified(known(enrolments, asOf), serviceDate);
      expect(found).toMatchObject({ clause: 'VI.A', id: 'medi-cal-certified', answer, asOf });
    },
  );

  it('nothing of record → unknown, for that reason', () => {
    expect(mediCalCertified(unknown('No Medi-Cal enrolment of record'), serviceDate)).toEqual({
      clause: 'VI.A',
      id: 'medi-cal-certified',
      answer: 'unknown',
      because: 'No Medi-Cal enrolment of record',
    });
  });

  it('a no names the dates and the day missed', () => {
    expect(mediCalCertified(known([{ start: '2018-03-01', end: '2020-01-01' }], asOf), serviceDate).because).toBe(
      'Enrolment of record is 2018-03-01 to 2020-01-01; none covers 2026-12-10',
    );
  });
});
