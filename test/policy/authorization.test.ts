import { describe, expect } from 'vitest';
import { authorizationPeriod } from '../../src/policy/authorization.ts';
import { determine } from '../../src/policy/determination.ts';
import { type DatePeriod, known } from '../../src/policy/evidence.ts';
import type { Licence } from '../../src/policy/facts.ts';
import { asOf, facts, item, professional, receivedOn, serviceDate, standing } from './builders.ts';
import { table } from './table.ts';

interface Row {
  readonly days?: number;
  readonly licences?: readonly Omit<Licence, 'status'>[];
  readonly enrolments?: readonly DatePeriod[];
  readonly coverage?: DatePeriod;
  readonly end: string;
  readonly boundBy: string;
}

const start = '2018-01-01';
const md = (end?: string): Omit<Licence, 'status'> => ({ licenceClass: 'MD', period: { start, end } });

/** Issued on 2026-11-23 for a service on 2026-12-10. */
const rows: readonly Row[] = [
  { end: '2027-02-21', boundBy: '90 days' },
  { days: 30, end: '2026-12-23', boundBy: '30 days' },
  { days: 0, end: '2026-11-23', boundBy: '0 days' },
  { licences: [md('2027-02-20')], end: '2027-02-20', boundBy: 'licence, a day earlier' },
  { licences: [md('2027-02-21')], end: '2027-02-21', boundBy: 'licence and days alike' },
  { licences: [md('2027-02-22')], end: '2027-02-21', boundBy: 'days, the licence holds on' },
  { licences: [md('2027-01-15'), md('2027-02-01')], end: '2027-02-01', boundBy: 'the longer of two licences' },
  { licences: [md('2027-01-15'), md()], end: '2027-02-21', boundBy: 'days, one licence is open' },
  {
    licences: [md('2027-01-15'), { licenceClass: 'RN', period: { start, end: '2030-01-01' } }],
    end: '2027-01-15',
    boundBy: 'the licence within scope',
  },
  {
    licences: [md('2027-01-15'), { licenceClass: 'MD', period: { end: '2030-01-01' } }],
    end: '2027-01-15',
    boundBy: 'the licence that is shown',
  },
  { enrolments: [{ start, end: '2026-12-31' }], end: '2026-12-31', boundBy: 'enrolment' },
  {
    enrolments: [{ start, end: '2026-12-31' }, { end: '2030-01-01' }],
    end: '2026-12-31',
    boundBy: 'the enrolment that is shown',
  },
  {
    enrolments: [
      { start, end: '2026-12-31' },
      { start, end: '2027-01-31' },
    ],
    end: '2027-01-31',
    boundBy: 'the longer of two enrolments',
  },
  { coverage: { start, end: '2026-12-10' }, end: '2026-12-10', boundBy: 'coverage' },
  {
    licences: [md('2027-01-03')],
    enrolments: [{ start, end: '2027-01-02' }],
    coverage: { start, end: '2027-01-01' },
    end: '2027-01-01',
    boundBy: 'coverage of all four',
  },
  {
    licences: [md('2027-01-01')],
    enrolments: [{ start, end: '2027-01-02' }],
    coverage: { start, end: '2027-01-03' },
    end: '2027-01-01',
    boundBy: 'licence of all four',
  },
];

describe(`an authorization issued on ${receivedOn} for ${serviceDate} ends by the earliest of four`, () => {
  table(
    rows,
    ({ end, boundBy }) => `${boundBy} → ${end}`,
    ({ days = 90, licences = [md()], enrolments = [{ start }], coverage = { start }, end }) => {
      const asked = item({ coverage: { activeProducts: ['medi-cal'], policyApplies: true, period: coverage } });
      const held = standing({
        licences: known(
          licences.map((licence) => ({ ...licence, status: 'active' }) as const),
          asOf,
        ),
        enrolments: known(enrolments, asOf),
      });
      expect(authorizationPeriod(receivedOn, days, asked, held)).toEqual({ start: receivedOn, end });
    },
  );
});

const dates: readonly (readonly [requestedDate: string, notes: number])[] = [
  ['2027-02-20', 1],
  ['2027-02-21', 1],
  ['2027-02-22', 2],
];

describe('an approval that ends before the requested date says so', () => {
  table(
    dates,
    ([date, count]) => `requested ${date}, ends 2027-02-21 → ${count} note(s)`,
    ([date, count]) => {
      const items = [item({ serviceDate: date, requested: [professional()] })];
      const [answer] = determine(facts({ items }), { autoApprove: true, authorizationDays: 90 }).items;
      expect(answer?.notes).toHaveLength(count);
      expect(answer?.notes.filter((note) => note.includes(`The requested date ${date}`))).toHaveLength(count - 1);
    },
  );
});
