import { expect, it } from 'vitest';
import { planCalendarSchema } from '../../src/deadlines/index.ts';

const closure = (date: unknown, name: unknown = 'Closed') => ({ date, name });
const good = {
  version: '2026.1',
  from: '2026-01-01',
  to: '2026-12-31',
  closures: [closure('2026-01-01', "New Year's Day"), closure('2026-12-31')],
};

function issues(value: unknown): string[] {
  const { error } = planCalendarSchema.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`).sort();
}

it.for([
  ['its own first and last day closed', good],
  ['no closure', { ...good, closures: [] }],
  ['a single day', { ...good, from: '2026-02-01', to: '2026-02-01', closures: [closure('2026-02-01')] }],
  ['a closure on a Saturday', { ...good, closures: [closure('2026-07-04')] }],
] as const)('accepts %s', ([, value]) => {
  expect(planCalendarSchema.parse(value)).toEqual(value);
});

const date = 'Give a calendar date as YYYY-MM-DD.';

it.for([
  ['an empty version', { ...good, version: ' ' }, ['version: Give a text that is not empty.']],
  ['a date that does not exist', { ...good, closures: [closure('2026-02-30')] }, [`closures.0.date: ${date}`]],
  ['a date in another form', { ...good, from: '01/01/2026' }, [`from: ${date}`]],
  [
    'an unnamed closure',
    { ...good, closures: [closure('2026-02-02', '')] },
    ['closures.0.name: Give a text that is not empty.'],
  ],
  ['an unknown member', { ...good, zone: 'UTC' }, [': Unrecognized key: "zone"']],
  ['an array', [], [': Invalid input: expected object, received array']],
  ['null', null, [': Invalid input: expected object, received null']],
  [
    'the end before the start',
    { ...good, from: '2026-12-31', to: '2026-01-01', closures: [] },
    ['to: "to" (2026-01-01) must not be before "from" (2026-12-31).'],
  ],
  [
    'closures outside',
    { ...good, closures: [closure('2025-12-31'), closure('2027-01-01')] },
    ['closures.0.date: 2025-12-31 is outside "from".."to".', 'closures.1.date: 2027-01-01 is outside "from".."to".'],
  ],
  [
    'a day listed twice',
    { ...good, closures: [closure('2026-07-03'), closure('2026-07-03', 'Again')] },
    ['closures.1.date: 2026-07-03 is listed twice: keep one of them.'],
  ],
  [
    'all of it, at once',
    {
      version: '',
      from: '2026-01-01',
      to: 'later',
      closures: [null, closure('2025-12-31'), closure('x'), closure('2025-12-31')],
    },
    [
      'closures.0: Invalid input: expected object, received null',
      'closures.1.date: 2025-12-31 is outside "from".."to".',
      `closures.2.date: ${date}`,
      'closures.3.date: 2025-12-31 is listed twice: keep one of them.',
      'closures.3.date: 2025-12-31 is outside "from".."to".',
      `to: ${date}`,
      'version: Give a text that is not empty.',
    ],
  ],
] as const)('refuses %s', ([, value, expected]) => {
  expect(issues(value)).toEqual(expected);
});
