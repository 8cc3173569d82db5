import { describe, expect, test } from 'vitest';
import type { SubmittedMember } from '../../src/pas/reading/submittedRequest.ts';
import { coverage, gather, item, memberNumber, npi, organization, patient, type Records } from './support.ts';

const number = (value: string, system?: string, expression = `at ${value}`) => ({ value, system, expression });
const asked = (changes: Partial<SubmittedMember> = {}): SubmittedMember => ({
  numbers: [number('M-1')],
  givenNames: [],
  expression: 'Patient',
  ...changes,
});
/** A second member, with a coverage of their own. */
const second = (changes: Parameters<typeof patient>[1]): Records => ({
  second: patient('second', changes),
  'second-coverage': coverage('second-coverage', 'medi-cal', { beneficiary: { reference: 'Patient/second' } }),
});

describe('the member is found', () => {
  type Row = readonly [title: string, records: Records, member: SubmittedMember, doubts: readonly RegExp[]];
  const rows: readonly Row[] = [
    ['by number', {}, asked(), []],
    ['by number in whatever system the sender writes', {}, asked({ numbers: [number('M-1', 'urn:sender')] }), []],
    [
      'by the first number that is of record, and the others are a doubt',
      {},
      asked({ numbers: [number('M-0'), number('M-1')] }),
      [/at M-0 is not of record; at M-1 is/],
    ],
    [
      'by the first number, though a later one is another member’s',
      second({ identifier: [memberNumber('M-2')], birthDate: '1999-01-01' }),
      asked({ numbers: [number('M-1'), number('M-2')], birthDate: '1980-05-17' }),
      [],
    ],
    [
      'by system, where two have the same number',
      second({ identifier: [memberNumber('M-1', 'urn:other')] }),
      asked({ numbers: [number('M-1', 'https://plan.example/members')] }),
      [],
    ],
    [
      'whoever else has the number as something other than a member number',
      second({ identifier: [{ system: 'urn:records', value: 'M-1' }, memberNumber('M-2')] }),
      asked(),
      [],
    ],
    ['with the date of birth of record', {}, asked({ birthDate: '1980-05-17' }), []],
    ['with the year of birth alone', {}, asked({ birthDate: '1980' }), []],
    [
      'with a date of birth of which only the month is of record',
      { member: patient('member', { birthDate: '1980-05' }) },
      asked({ birthDate: '1980-05-17' }),
      [],
    ],
    [
      'with a date of birth where none is of record',
      { member: patient('member', { birthDate: undefined }) },
      asked({ birthDate: '1999-09-09' }),
      [],
    ],
    ['with the name of record', {}, asked({ familyName: 'Núñez-Ortega', givenNames: ['Ana'] }), []],
    [
      'with the name in capitals and without accents',
      {},
      asked({ familyName: 'NUNEZ ORTEGA', givenNames: ['ANA'] }),
      [],
    ],
    ['with the second given name', {}, asked({ familyName: 'Núñez-Ortega', givenNames: ['Lucia'] }), []],
    [
      'with a former name of record',
      { member: patient('member', { name: [{ family: 'Ortega' }, { family: 'Smith', use: 'old' }] }) },
      asked({ familyName: 'Smith' }),
      [],
    ],
    [
      'with another family name, a doubt',
      {},
      asked({ familyName: 'Smith', givenNames: ['Ana'] }),
      [/name given differs/],
    ],
    [
      'with another given name, a doubt',
      {},
      asked({ familyName: 'Núñez-Ortega', givenNames: ['Eva'] }),
      [/name given differs/],
    ],
  ];
  test.each(rows)('%s', async (_title, records, member, doubts) => {
    const { facts, matched } = await gather(records, { member });
    expect(facts.member).toMatchObject({
      identified: true,
      doubts: doubts.map((doubt) => expect.stringMatching(doubt)),
    });
    expect(matched.patient).toMatch(/^Patient\//);
    expect(facts.items).toHaveLength(1);
  });
});

describe('the member is not found', () => {
  type Row = readonly [title: string, records: Records, member: SubmittedMember, problem: string];
  const noCoverage = { coverage: undefined };
  const rows: readonly Row[] = [
    ['without a number', {}, asked({ numbers: [] }), 'number-not-of-record'],
    ['by a number that is not of record', {}, asked({ numbers: [number('M-9')] }), 'number-not-of-record'],
    ['by a part of the number', {}, asked({ numbers: [number('M-')] }), 'number-not-of-record'],
    ['by two numbers written as one', {}, asked({ numbers: [number('M-9,M-1')] }), 'number-not-of-record'],
    [
      'by a number with search syntax',
      {},
      asked({ numbers: [number('https://plan.example/members|M-1')] }),
      'number-not-of-record',
    ],
    [
      'by an identifier that is no member number',
      { member: patient('member', { identifier: [{ system: 'urn:records', value: 'M-1' }] }) },
      asked(),
      'number-not-of-record',
    ],
    [
      'where two have the number and no system tells them apart',
      second({ identifier: [memberNumber('M-1', 'urn:other')] }),
      asked(),
      'number-not-of-record',
    ],
    [
      'where the record is no longer active',
      { member: patient('member', { active: false }) },
      asked(),
      'number-not-of-record',
    ],
    ['who never had a coverage', noCoverage, asked(), 'number-not-of-record'],
    [
      'who only ever had a coverage of another payer',
      {
        other: organization('other', 'payer', [npi('1800000022')]),
        coverage: coverage('coverage', 'medi-cal', { payor: [{ reference: 'Organization/other' }] }),
      },
      asked(),
      'number-not-of-record',
    ],
    [
      'whose only coverage was entered in error',
      { coverage: coverage('coverage', 'medi-cal', { status: 'entered-in-error' }) },
      asked(),
      'number-not-of-record',
    ],
    ['whose day of birth differs', {}, asked({ birthDate: '1980-05-18' }), 'birth-date-contradicts'],
    ['whose year of birth differs', {}, asked({ birthDate: '1981' }), 'birth-date-contradicts'],
    [
      'whose month of birth of record differs',
      { member: patient('member', { birthDate: '1980-06' }) },
      asked({ birthDate: '1980-05-17' }),
      'birth-date-contradicts',
    ],
  ];
  test.each(rows)('%s', async (_title, records, member, problem) => {
    const { facts } = await gather(records, { member });
    expect(facts.member).toEqual({ identified: false, problem });
    expect(facts.items).toEqual([]);
  });
});

describe('the payer is ours', () => {
  const rows = [
    ['by NPI', [npi('1800000014')], true],
    ['by any other identifier', [{ system: 'urn:payers', value: 'P1' }], true],
    ['by one identifier of several', [{ system: 'urn:x', value: 'x' }, npi('1800000014')], true],
    ['not by a value of another system', [{ system: 'urn:x', value: 'P1' }], false],
    ['not by the identifier of a provider', [npi('1800000113')], false],
    ['not without an identifier', [], false],
  ] as const;
  test.each(rows)('%s: %j → %s', async (_title, insurer, ours) => {
    const { facts, matched } = await gather({}, { insurer });
    expect(facts.payerIsOurs).toBe(ours);
    expect(matched.insurer !== undefined).toBe(ours);
    expect(facts.items).toHaveLength(ours ? 1 : 0);
  });
});

test('the age is that on the service date, in whole years', async () => {
  const dates = ['2027-05-16', '2027-05-17'];
  const { facts } = await gather(
    {},
    { items: dates.map((serviceDate, index) => item({ sequence: index + 1, serviceDate })) },
  );
  expect(facts.items.map(({ age }) => age)).toEqual([
    { known: true, value: 46, asOf: '2027-05-16' },
    { known: true, value: 47, asOf: '2027-05-17' },
  ]);
});

test('without a full date of birth of record the age is unknown', async () => {
  const { facts } = await gather({ member: patient('member', { birthDate: '1980-05' }) });
  expect(facts.items[0]?.age).toMatchObject({ known: false });
});
