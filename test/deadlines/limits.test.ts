import { describe, expect, it } from 'vitest';
import { limitInForce, targetInForce } from '../../src/deadlines/limitInForce.ts';
import { type ClockRule, limits, targets } from '../../src/deadlines/limits.ts';
import { known, refusal } from './support.ts';

const day = (date: string) => Temporal.PlainDate.from(date);
const rows = [
  ...limits.map((limit) => ({ ...limit, of: limit.rule })),
  ...targets.map((target) => ({ ...target, of: `work by, ${target.urgency}` })),
];

it.for([
  ['urgent', '2026-11-23', '72 hours'],
  ['member-notice', '2026-11-23', '5 business days'],
  ['decision', '2026-01-01', '7 calendar days'],
  ['notify-member', '2026-11-23', '2 business days'],
  ['notify-provider', '2026-11-23', '24 hours'],
  ['extension', '2026-11-23', '14 calendar days'],
] as const)('%s on %s: %s', ([rule, date, told]) => {
  const { amount, unit } = known(limitInForce(rule, day(date)));
  expect(`${amount} ${unit}`).toBe(told);
});

it.for([
  ['urgent', '48 hours'],
  ['routine', '17 hour of the day'],
] as const)('%s work is targeted at %s', ([urgency, told]) => {
  const { amount, unit } = known(targetInForce(urgency, day('2026-11-23')));
  expect(`${amount} ${unit}`).toBe(told);
});

describe('a date no row covers is refused', () => {
  it.for([
    ['urgent', '2017-06-30', 'no limit is on file on that day; give a date on or after 2017-07-01.'],
    [
      'decision',
      '2025-12-31',
      'the limit was 14 calendar days (42 CFR 438.210(d)(1)) on that day; give a date on or after',
    ],
    ['decision', '2017-06-30', 'no limit is on file on that day; give a date on or after 2026-01-01.'],
  ] as const)('%s on %s: %s', ([rule, date, message]) => {
    expect(refusal(limitInForce(rule as ClockRule, day(date)))).toContain(message);
  });
});

describe('the table', () => {
  it.for(rows)('$of from $from: $id, $amount $unit', ({ id, amount, from, basis, of }) => {
    expect(rows.filter((row) => row.id === id)).toHaveLength(1);
    // That notice ends with the day on which it begins.
    if (of === 'overdue-notice') expect(amount).toBe(0);
    else expect(amount).toBeGreaterThan(0);
    expect(basis).not.toBe('');
    expect(day(from).toString()).toBe(from);
  });

  it.for([...new Set(limits.map(({ rule }) => rule))])('%s: each row starts after the one before', (rule) => {
    const starts = limits.filter((limit) => limit.rule === rule).map(({ from }) => from);
    expect(starts).toEqual([...new Set(starts)].sort());
  });
});
