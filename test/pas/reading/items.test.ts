import { describe, expect, test } from 'vitest';
import type { Change } from '../request/change.ts';
import { coded, firstItem, readWith, x12 } from './support.ts';

const claim = 'entry[0].resource';
const item = `${claim}.item[0]`;
const order = 'entry[7].resource';
const cpt = (code: string) => coded('http://www.ama-assn.org/go/cpt', code);
const hcpcs = (code: string) => coded('https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code);

type OpinionRow = readonly [title: string, expected: boolean, changes: readonly Change[]];

describe('is the item the opinion itself', () => {
  const service = (concept: object): Change => ['set', `${item}.productOrService`, concept];
  const opinions = ['99202', '99208', '99215', '99242', '99245'];
  const others = ['99201', '99216', '99241', '99246', '22612', '9920'];
  const unlisted = service(coded('https://clinic.example/services', 'X'));
  const rows: readonly OpinionRow[] = [
    ...opinions.map((code): OpinionRow => [`CPT ${code}`, true, [service(cpt(code))]]),
    ...others.map((code): OpinionRow => [`CPT ${code}`, false, [service(cpt(code))]]),
    ...['3', '20', '21'].map((code): OpinionRow => [`X12 1365|${code}`, true, [service(x12(1365, code))]]),
    ...['1', '2', '4', '42'].map((code): OpinionRow => [`X12 1365|${code}`, false, [service(x12(1365, code))]]),
    ['a HCPCS procedure, whatever the category', false, [service(hcpcs('J1885'))]],
    [
      'a procedure beside a visit on one item',
      false,
      [service({ coding: [...cpt('99244').coding, ...cpt('22612').coding] })],
    ],
    ['a service without a known code, the category second opinion', true, [unlisted]],
    [
      'a service without a known code, the category surgical',
      false,
      [unlisted, ['set', `${item}.category`, x12(1365, '2')]],
    ],
  ];
  test.each(rows)('%s: %s', (_title, expected, changes) => {
    expect(firstItem(changes).isOpinion).toBe(expected);
  });
});

describe('the service date', () => {
  const without: Change = ['remove', `${item}.servicedDate`];
  const billable: Change = ['set', `${claim}.billablePeriod`, { start: '2026-12-20' }];
  const rows: readonly (readonly [title: string, changes: readonly Change[], expected: string | undefined])[] = [
    ['servicedDate', [billable], '2026-12-14'],
    [
      'the start of servicedPeriod',
      [without, billable, ['set', `${item}.servicedPeriod`, { start: '2026-12-15', end: '2026-12-31' }]],
      '2026-12-15',
    ],
    [
      'occurrenceDateTime of the order',
      [without, billable, ['set', `${order}.occurrenceDateTime`, '2026-12-16']],
      '2026-12-16',
    ],
    [
      'the start of occurrencePeriod of the order',
      [without, billable, ['set', `${order}.occurrencePeriod`, { start: '2026-12-17' }]],
      '2026-12-17',
    ],
    [
      'the first event of occurrenceTiming of the order',
      [without, billable, ['set', `${order}.occurrenceTiming`, { event: ['2026-12-18'] }]],
      '2026-12-18',
    ],
    [
      'the bounds of occurrenceTiming of the order',
      [without, billable, ['set', `${order}.occurrenceTiming`, { repeat: { boundsPeriod: { start: '2026-12-19' } } }]],
      '2026-12-19',
    ],
    ['the start of billablePeriod', [without, billable], '2026-12-20'],
    ['not said: the local date of receipt is to count', [without], undefined],
    [
      'a month names no day, the next in order counts',
      [without, billable, ['set', `${order}.occurrenceDateTime`, '2026-12']],
      '2026-12-20',
    ],
    [
      'an instant before local midnight',
      [without, ['set', `${order}.occurrenceDateTime`, '2026-12-16T07:59:59Z']],
      '2026-12-15',
    ],
    [
      'an instant at local midnight',
      [without, ['set', `${order}.occurrenceDateTime`, '2026-12-16T08:00:00Z']],
      '2026-12-16',
    ],
    [
      'an instant written in another zone',
      [without, ['set', `${order}.occurrenceDateTime`, '2026-12-16T12:00:00+05:30']],
      '2026-12-15',
    ],
    [
      'an instant before local midnight in summer',
      [without, ['set', `${order}.occurrenceDateTime`, '2027-07-01T06:59:59Z']],
      '2027-06-30',
    ],
  ];
  test.each(rows)('%s', (_title, changes, expected) => {
    expect(firstItem(changes).serviceDate).toBe(expected);
  });

  test('an instant is a date of the plan’s zone', () => {
    const changes: readonly Change[] = [without, ['set', `${order}.occurrenceDateTime`, '2026-12-16T02:00:00Z']];
    const dates = ['America/Los_Angeles', 'UTC', 'Asia/Kolkata'].map(
      (zone) => readWith(changes, zone).items[0]?.serviceDate,
    );
    expect(dates).toEqual(['2026-12-15', '2026-12-16', '2026-12-16']);
  });

  test('each item has its own', () => {
    expect(readWith([billable]).items.map(({ sequence, serviceDate }) => [sequence, serviceDate])).toEqual([
      [1, '2026-12-14'],
      [2, '2026-12-20'],
    ]);
  });
});

describe('the diagnoses, the one that matters first', () => {
  const unlinked: Change = ['remove', `${item}.diagnosisSequence`];
  const principal = (system: string): Change => ['set', `${claim}.diagnosis[1].type`, [coded(system, 'principal')]];
  const rows: readonly (readonly [title: string, changes: readonly Change[], expected: readonly string[]])[] = [
    ['the first of diagnosisSequence', [], ['M54.16', 'M43.16']],
    [
      'the first of diagnosisSequence, not the lowest',
      [['set', `${item}.diagnosisSequence`, [2, 1]]],
      ['M43.16', 'M54.16'],
    ],
    [
      'the first of diagnosisSequence before the principal one',
      [
        ['set', `${item}.diagnosisSequence`, [1]],
        principal('http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes'),
      ],
      ['M54.16', 'M43.16'],
    ],
    [
      'else the principal one',
      [unlinked, principal('http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes')],
      ['M43.16', 'M54.16'],
    ],
    [
      'else the principal one, as R4’s example codes say it',
      [unlinked, principal('http://terminology.hl7.org/CodeSystem/ex-diagnosistype')],
      ['M43.16', 'M54.16'],
    ],
    ['else the first', [unlinked], ['M54.16', 'M43.16']],
    [
      'else the first by sequence, wherever it stands',
      [unlinked, ['set', `${claim}.diagnosis[0].sequence`, 3], ['set', `${claim}.item[1].diagnosisSequence`, [2]]],
      ['M43.16', 'M54.16'],
    ],
    [
      'a code of another system is none',
      [
        unlinked,
        ['set', `${claim}.diagnosis[1].diagnosisCodeableConcept`, coded('http://hl7.org/fhir/sid/icd-9-cm', '724.4')],
      ],
      ['M54.16'],
    ],
    [
      'none, where the Claim has none',
      [unlinked, ['remove', `${claim}.item[1].diagnosisSequence`], ['remove', `${claim}.diagnosis`]],
      [],
    ],
  ];
  test.each(rows)('%s', (_title, changes, expected) => {
    expect(firstItem(changes).diagnoses).toEqual(expected);
  });
});

describe('an order that contradicts the request', () => {
  const rows: readonly (readonly [title: string, problem: string | undefined, changes: readonly Change[]])[] = [
    ['not to be performed', 'not-to-be-performed', [['set', `${order}.doNotPerform`, true]]],
    ['to be performed, in so many words', undefined, [['set', `${order}.doNotPerform`, false]]],
    ['entered in error', 'entered-in-error', [['set', `${order}.status`, 'entered-in-error']]],
    ['revoked by primary care: VI.E speaks of it', undefined, [['set', `${order}.status`, 'revoked']]],
    ['active', undefined, []],
  ];
  test.each(rows)('%s: %s', (_title, problem, changes) => {
    expect(readWith(changes).items.map(({ orderProblem }) => orderProblem)).toEqual([problem, problem]);
  });
});

test('an item that asks for no order is read all the same', () => {
  const { items } = readWith([['remove', `${item}.extension[2]`]]);
  expect(items.map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect(items[0]?.requested).toHaveLength(1);
});
