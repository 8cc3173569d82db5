import { describe, expect, it } from 'vitest';
import { determine, type RequestError } from '../../src/policy/determination.ts';
import type { CaseFacts } from '../../src/policy/facts.ts';
import { facts } from './builders.ts';
import { table } from './table.ts';

const options = { autoApprove: true, authorizationDays: 90 };
const notOfRecord = { identified: false, problem: 'number-not-of-record' } as const;
const contradicts = { identified: false, problem: 'birth-date-contradicts' } as const;

const errors: readonly (readonly [string, Partial<CaseFacts>, Omit<RequestError, 'text'>])[] = [
  ['payer not ours', { payerIsOurs: false }, { code: '79', subject: 'insurer' }],
  ['member number not of record', { member: notOfRecord }, { code: '75', subject: 'member' }],
  ['birth date contradicts', { member: contradicts }, { code: '71', subject: 'birth-date' }],
  [
    'payer not ours AND number not of record',
    { payerIsOurs: false, member: notOfRecord },
    { code: '79', subject: 'insurer' },
  ],
  [
    'payer not ours AND birth date contradicts',
    { payerIsOurs: false, member: contradicts },
    { code: '79', subject: 'insurer' },
  ],
];

describe('row 1: the request cannot be processed as it stands, and no item is answered', () => {
  table(
    errors,
    ([is, , { code }]) => `${is} → ${code}`,
    ([, changes, error]) => {
      const determination = determine(facts(changes), options);
      expect(determination.error).toMatchObject(error);
      expect(determination.error?.text).toMatch(/Check|Send/);
      expect(determination.items).toEqual([]);
    },
  );

  it('an identified member of ours → no error', () => {
    expect(determine(facts(), options).error).toBeUndefined();
  });
});

const findings: readonly (readonly [string, Partial<CaseFacts>, Record<string, readonly string[]>])[] = [
  [
    'a plain request',
    {},
    {
      urgent: ['no'],
      'second-opinion-requested': ['yes'],
      'asker-entitled': ['yes'],
      reason: ['yes'],
      'urgent-triage': [],
      'primary-care-refused': [],
      'member-identified': [],
      'request-readable': [],
    },
  ],
  ['reason R2', { reasons: ['R2'] }, { 'urgent-triage': ['unknown'], urgent: ['no'] }],
  ['refused by the primary care provider', { primaryCareRefused: true }, { 'primary-care-refused': ['yes'] }],
  [
    'two doubts about the member',
    { member: { identified: true, doubts: ['a name that differs', 'another number'] } },
    { 'member-identified': ['unknown', 'unknown'] },
  ],
  [
    'a reference that leads nowhere',
    { unreadable: ['Claim.item[0]: leads nowhere'] },
    { 'request-readable': ['unknown'] },
  ],
  ['no signal', { secondOpinionSignals: [] }, { 'second-opinion-requested': ['no'] }],
  ['row 1', { payerIsOurs: false }, { 'asker-entitled': ['yes'] }],
];

describe('findings about the request as a whole', () => {
  table(
    findings,
    ([is, , expected]) => `${is} → ${JSON.stringify(expected)}`,
    ([, changes, expected]) => {
      const all = determine(facts(changes), options).findings;
      const found = Object.keys(expected).map((id) => [
        id,
        all.filter((entry) => entry.id === id).map(({ answer }) => answer),
      ]);
      expect(Object.fromEntries(found)).toEqual(expected);
    },
  );
});

const days: readonly (readonly [string, number])[] = [
  ['2026-11-12', 0],
  ['2026-11-13', 1],
];

describe('governance', () => {
  table(
    days,
    ([receivedOn, count]) => `received ${receivedOn} → ${count} finding(s), none of them on the request or an item`,
    ([receivedOn, count]) => {
      const { governance, findings: ofRequest, items } = determine(facts({ receivedOn }), options);
      expect(governance).toHaveLength(count);
      const others = [...ofRequest, ...items.flatMap((answer) => answer.findings)];
      expect(others).not.toEqual([]);
      expect(others.filter(({ id, clause }) => id.includes('review') || clause === 'Closing statement')).toEqual([]);
    },
  );
});

it('a request before the first version held is refused, not guessed', () => {
  expect(() => determine(facts({ receivedOn: '2025-11-11' }), options)).toThrow(RangeError);
});

it('the version in force comes with the answer', () => {
  expect(determine(facts(), options).policy).toMatchObject({ number: 'MPUP3078', approved: '2025-11-12' });
});
