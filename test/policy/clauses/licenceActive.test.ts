import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/policy/answer.ts';
import { licenceActive, licenceAnswer } from '../../../src/policy/clauses/licenceActive.ts';
import { known, unknown } from '../../../src/policy/evidence.ts';
import type { Licence } from '../../../src/policy/facts.ts';
import { asOf, serviceDate } from '../builders.ts';
import { table } from '../table.ts';

const period = { start: '2015-07-01', end: '2031-06-30' };
const active: Licence = { licenceClass: 'MD', status: 'active', period };
const revoked: Licence = { licenceClass: 'MD', status: 'revoked', period };
const undecided: Licence = { licenceClass: 'MD', period };

const single: readonly (readonly [Omit<Licence, 'licenceClass'>, Answer])[] = [
  [{ status: 'active', period: { start: '2026-12-11' } }, 'no'],
  [{ status: 'active', period: { start: '2026-12-10' } }, 'yes'],
  [{ status: 'active', period: { start: '2015-07-01', end: '2026-12-11' } }, 'yes'],
  [{ status: 'active', period: { start: '2015-07-01', end: '2026-12-10' } }, 'yes'],
  [{ status: 'active', period: { start: '2015-07-01', end: '2026-12-09' } }, 'no'],
  [{ status: 'active', period: { end: '2026-12-09' } }, 'no'],
  [{ status: 'active', period: { end: '2026-12-10' } }, 'unknown'],
  [{ status: 'active', period: {} }, 'unknown'],
  [{ status: 'active' }, 'unknown'],
  [{ period }, 'unknown'],
  [{}, 'unknown'],
  [{ status: 'pending', period }, 'unknown'],
  [{ status: 'unknown', period }, 'unknown'],
  [{ status: 'inactive', period }, 'no'],
  [{ status: 'revoked', period }, 'no'],
  [{ status: 'revoked' }, 'no'],
  [{ status: 'unknown', period: { start: '2015-07-01', end: '2026-12-09' } }, 'no'],
  [{ status: 'active', period, validInCalifornia: true }, 'yes'],
  [{ status: 'active', period, validInCalifornia: false }, 'unknown'],
  [{ status: 'revoked', period, validInCalifornia: false }, 'no'],
];

describe(`one licence on ${serviceDate}`, () => {
  table(
    single,
    ([licence, answer]) => `${JSON.stringify(licence)} → ${answer}`,
    ([licence, answer]) => {
      expect(licenceAnswer({ licenceClass: 'MD', ...licence }, serviceDate)).toBe(answer);
    },
  );
});

const several: readonly (readonly [readonly Licence[], Answer])[] = [
  [[], 'unknown'],
  [[active], 'yes'],
  [[revoked], 'no'],
  [[revoked, active], 'yes'],
  [[revoked, undecided], 'unknown'],
  [[undecided, active], 'yes'],
  [[revoked, revoked], 'no'],
];

describe('the licences of record', () => {
  table(
    several,
    ([licences, answer]) =>
      `status ${licences.map(({ status }) => status ?? 'absent').join(', ') || 'none'} → ${answer}`,
    ([licences, answer]) => {
      const found = licenceActive(known(licences, asOf), serviceDate);
      expect(found).toMatchObject({ clause: 'VI.B', id: 'licence-active', answer, asOf });
    },
  );

  it('nothing of record → unknown, with the reason and no day', () => {
    expect(licenceActive(unknown('No licence of record'), serviceDate)).toEqual({
      clause: 'VI.B',
      id: 'licence-active',
      answer: 'unknown',
      because: 'No licence of record',
    });
  });

  it('the sentence names class, status, dates and place', () => {
    const elsewhere = { ...undecided, validInCalifornia: false };
    expect(licenceActive(known([revoked, elsewhere], asOf), serviceDate).because).toBe(
      'On 2026-12-10: MD licence, status revoked, 2015-07-01 to 2031-06-30; MD licence, status not of record, 2015-07-01 to 2031-06-30, not shown to be valid in California',
    );
  });
});
