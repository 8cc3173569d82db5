import { describe, expect, test } from 'vitest';
import type { Change } from '../request/change.ts';
import { coded, readWith } from './support.ts';

const patient = 'entry[1].resource';
const coverage = 'entry[4].resource';
const typed = (value: string, system = 'https://plan.example/members') => ({
  type: coded('http://terminology.hl7.org/CodeSystem/v2-0203', 'MB'),
  system,
  value,
});

describe('the member’s numbers, in the order in which they are tried', () => {
  const rows: readonly (readonly [title: string, changes: readonly Change[], expected: readonly string[]])[] = [
    [
      'Coverage.identifier typed MB, then Coverage.subscriberId, then Patient.identifier',
      [
        ['set', `${coverage}.identifier`, [typed('A')]],
        ['set', `${coverage}.subscriberId`, 'B'],
        ['set', `${patient}.identifier`, [typed('C')]],
      ],
      [
        'A at Bundle.entry[4].resource.identifier',
        'B at Bundle.entry[4].resource.subscriberId',
        'C at Bundle.entry[1].resource.identifier',
      ],
    ],
    [
      'an identifier of the Coverage that is not typed MB is none',
      [
        ['set', `${coverage}.identifier`, [{ system: 'https://plan.example/cards', value: 'A' }]],
        ['remove', `${patient}.identifier`],
      ],
      [],
    ],
    [
      'of the Patient, one typed MB counts before one without a type',
      [
        ['remove', `${coverage}.identifier`],
        ['set', `${patient}.identifier`, [{ value: 'A' }, typed('B')]],
      ],
      ['B at Bundle.entry[1].resource.identifier'],
    ],
    [
      'of the Patient, one without a type counts where none is typed MB; one of another type never',
      [
        ['remove', `${coverage}.identifier`],
        [
          'set',
          `${patient}.identifier`,
          [{ type: coded('http://terminology.hl7.org/CodeSystem/v2-0203', 'MR'), value: 'A' }, { value: 'B' }],
        ],
      ],
      ['B at Bundle.entry[1].resource.identifier'],
    ],
    [
      'the focal insurance counts, wherever it stands',
      [
        [
          'set',
          'entry[0].resource.insurance[1]',
          { sequence: 2, focal: true, coverage: { reference: 'urn:uuid:5f0c1d2e-3b4a-4c5d-8e6f-000000000019' } },
        ],
        ['set', 'entry[0].resource.insurance[0].focal', false],
        [
          'set',
          'entry[9]',
          {
            fullUrl: 'urn:uuid:5f0c1d2e-3b4a-4c5d-8e6f-000000000019',
            resource: {
              resourceType: 'Coverage',
              status: 'active',
              subscriberId: 'F',
              beneficiary: { display: 'the member' },
              payor: [{ display: 'the plan' }],
            },
          },
        ],
        ['remove', `${patient}.identifier`],
      ],
      ['F at Bundle.entry[9].resource.subscriberId'],
    ],
  ];
  test.each(rows)('%s', (_title, changes, expected) => {
    const { numbers } = readWith(changes).member;
    expect(numbers.map(({ value, expression }) => `${value} at ${expression}`)).toEqual(expected);
  });

  test('a number keeps its system', () => {
    expect(readWith([]).member.numbers.map(({ system }) => system)).toEqual([
      'https://plan.example/members',
      'https://plan.example/members',
    ]);
  });
});

test('name and date of birth are those of the Patient', () => {
  expect(readWith([]).member).toMatchObject({
    familyName: 'Okonjo',
    givenNames: ['Delphine', 'Ru'],
    birthDate: '1984-03-09',
    expression: 'Bundle.entry[1].resource',
  });
});

test('what the Patient does not say is not made up', () => {
  const { familyName, givenNames, birthDate } = readWith([
    ['remove', `${patient}.name`],
    ['remove', `${patient}.birthDate`],
  ]).member;
  expect({ familyName, givenNames, birthDate }).toEqual({
    familyName: undefined,
    givenNames: [],
    birthDate: undefined,
  });
});

test('the insurer is given by every identifier it has', () => {
  const identifier = [
    { system: 'http://hl7.org/fhir/sid/us-npi', value: '1800000014' },
    { system: 'urn:payer', value: 'P1' },
  ];
  expect(readWith([['set', 'entry[2].resource.identifier', identifier]]).insurer).toEqual(identifier);
  expect(readWith([]).insurer).toEqual([]);
});

test('a reference that leads nowhere is told as unreadable, and stops nothing', () => {
  const request = readWith([['set', 'entry[5].resource.location', [{ reference: 'Location/nowhere' }]]]);
  expect(request.unreadable).toEqual(['Bundle.entry[5].resource.location[0] leads to nothing in the request']);
  expect(request.items).toHaveLength(2);
  expect(readWith([]).unreadable).toEqual([]);
});
