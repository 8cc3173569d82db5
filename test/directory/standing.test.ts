import type { Flag, PractitionerQualification } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { licenceActive } from '../../src/policy/clauses/licenceActive.ts';
import { mediCalCertified } from '../../src/policy/clauses/mediCalCertified.ts';
import { notExcluded } from '../../src/policy/clauses/notExcluded.ts';
import {
  coded,
  doctorNpi,
  gatherFrom,
  gatherItem,
  item,
  load,
  npi,
  nucc,
  onlyItem,
  onlyProfessional,
  type Records,
  role,
  storeWith,
  submitted,
} from './support.ts';

const serviceDate = '2026-12-10';
const qualificationUrl = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/practitioner-qualification';
const since2015 = { start: '2015-07-01' };

const licence = (
  status: string | undefined,
  period: PractitionerQualification['period'],
  where: readonly string[] = [],
): PractitionerQualification => ({
  ...(status === undefined && where.length === 0
    ? {}
    : {
        extension: [
          {
            url: qualificationUrl,
            extension: [
              ...(status === undefined ? [] : [{ url: 'status', valueCode: status }]),
              ...where.map((state) => ({
                url: 'whereValid',
                valueCodeableConcept: coded('https://www.usps.com/', state),
              })),
            ],
          },
        ],
      }),
  code: coded('http://terminology.hl7.org/CodeSystem/v2-0360', 'MD'),
  period,
});

const enrolment = (period: PractitionerQualification['period']): PractitionerQualification => ({
  code: coded('https://w3id.org/second-opinion/CodeSystem/provider-standing', 'medi-cal-enrolled'),
  period,
});

const qualified = (...qualification: readonly PractitionerQualification[]): Records => ({
  doctor: {
    resourceType: 'Practitioner',
    id: 'doctor',
    active: true,
    identifier: [npi(doctorNpi)],
    name: [{ family: 'Example' }],
    ...(qualification.length > 0 ? { qualification: [...qualification] } : {}),
  },
});

async function standing(records: Records) {
  return onlyProfessional(await gatherItem(records, { serviceDate })).standing;
}

describe('an active licence', () => {
  type Row = readonly [title: string, answer: 'yes' | 'no' | 'unknown', records: Records];
  const rows: readonly Row[] = [
    ['active, with a start', 'yes', qualified(licence('active', since2015))],
    ['active, ends on the day', 'yes', qualified(licence('active', { ...since2015, end: serviceDate }))],
    ['active in California', 'yes', qualified(licence('active', since2015, ['NV', 'CA']))],
    ['active in another state only', 'unknown', qualified(licence('active', since2015, ['NV']))],
    ['without a status', 'unknown', qualified(licence(undefined, since2015))],
    ['without a start', 'unknown', qualified(licence('active', undefined))],
    ['without status and start', 'unknown', qualified(licence(undefined, undefined))],
    ['pending', 'unknown', qualified(licence('pending', since2015))],
    ['ended the day before', 'no', qualified(licence('active', { ...since2015, end: '2026-12-09' }))],
    ['begins later', 'no', qualified(licence('active', { start: '2026-12-11' }))],
    ['revoked', 'no', qualified(licence('revoked', since2015))],
    ['inactive', 'no', qualified(licence('inactive', since2015))],
    [
      'revoked, beside one that is active',
      'yes',
      qualified(licence('revoked', since2015), licence('active', since2015)),
    ],
    [
      'revoked, beside one without a status',
      'unknown',
      qualified(licence('revoked', since2015), licence(undefined, since2015)),
    ],
    ['none of record', 'unknown', qualified()],
    ['a certification is none', 'unknown', qualified({ code: nucc('207RC0000X'), period: since2015 })],
    ['an enrolment is none', 'unknown', qualified(enrolment(since2015))],
  ];
  test.each(rows)('%s: %s', async (_title, answer, records) => {
    expect(licenceActive((await standing(records)).licences, serviceDate).answer).toBe(answer);
  });
});

describe('Medi-Cal enrolment', () => {
  type Row = readonly [title: string, answer: 'yes' | 'no' | 'unknown', records: Records];
  const rows: readonly Row[] = [
    ['open', 'yes', qualified(enrolment(since2015))],
    ['ended', 'no', qualified(enrolment({ ...since2015, end: '2026-12-09' }))],
    ['begins later', 'no', qualified(enrolment({ start: '2026-12-11' }))],
    [
      'ended, and again',
      'yes',
      qualified(enrolment({ ...since2015, end: '2020-01-01' }), enrolment({ start: '2021-01-01' })),
    ],
    ['without dates', 'unknown', qualified(enrolment(undefined))],
    ['none of record', 'unknown', qualified(licence('active', since2015))],
  ];
  test.each(rows)('%s: %s', async (_title, answer, records) => {
    expect(mediCalCertified((await standing(records)).enrolments, serviceDate).answer).toBe(answer);
  });
});

test('certifications in force and specialties of active roles are told by NUCC code', async () => {
  const { certifications, specialties } = await standing({
    ...qualified(
      { code: nucc('207RC0000X'), period: since2015 },
      { code: nucc('207RG0100X'), period: { ...since2015, end: '2026-12-09' } },
      { ...licence('revoked', since2015), code: nucc('207RI0011X') },
      { code: nucc('207RA0001X') },
    ),
    role: role('role'),
    other: role('other', { specialty: [nucc('207RC0000X'), nucc('207RA0001X')] }),
    former: role('former', { active: false, specialty: [nucc('2084N0400X')] }),
  });
  expect(certifications).toEqual(['207RC0000X', '207RA0001X']);
  expect([...specialties].sort()).toEqual(['207RA0001X', '207RC0000X']);
});

const flag = (changes: Partial<Flag> = {}): Records => ({
  flag: {
    resourceType: 'Flag',
    id: 'flag',
    status: 'active',
    code: coded('https://w3id.org/second-opinion/CodeSystem/exclusion-list', 'sam'),
    subject: { reference: 'Practitioner/doctor' },
    period: { start: '2025-01-01' },
    ...changes,
  },
});

const ended = { period: { start: '2020-01-01', end: '2022-01-01' } };

describe('not excluded', () => {
  type Row = readonly [title: string, answer: 'yes' | 'no', records: Records];
  const rows: readonly Row[] = [
    ['no Flag', 'yes', {}],
    ...['oig-leie', 'medi-cal-suspended', 'sam', 'restricted-provider'].map(
      (list): Row => [
        `a Flag of ${list}`,
        'no',
        flag({ code: coded('https://w3id.org/second-opinion/CodeSystem/exclusion-list', list) }),
      ],
    ),
    ['a Flag without dates', 'no', flag({ period: undefined })],
    ['a Flag that ends on the day', 'no', flag({ period: { start: '2025-01-01', end: serviceDate } })],
    ['a Flag that ended', 'yes', flag(ended)],
    ['a Flag that begins later', 'yes', flag({ period: { start: '2026-12-11' } })],
    ['an inactive Flag', 'yes', flag({ status: 'inactive' })],
    ['a Flag entered in error', 'yes', flag({ status: 'entered-in-error' })],
    ['a Flag of another kind', 'yes', flag({ code: coded('urn:notes', 'sam') })],
    [
      'a Flag of somebody else',
      'yes',
      {
        ...flag({ subject: { reference: 'Practitioner/other' } }),
        other: { resourceType: 'Practitioner', id: 'other', identifier: [npi('1558598797')], name: [{ family: 'O' }] },
      },
    ],
  ];
  test.each(rows)('%s: %s', async (_title, answer, records) => {
    expect(notExcluded((await standing(records)).exclusions, serviceDate).answer).toBe(answer);
  });
});

describe('a list that was loaded by name', () => {
  type Row = readonly [title: string, answer: 'yes' | 'no' | 'unknown', asOf: string, records: Records];
  const rows: readonly Row[] = [
    ['today', 'yes', '2026-11-23', {}],
    ['31 days ago', 'yes', '2026-10-23', {}],
    ['32 days ago', 'unknown', '2026-10-22', {}],
    ['32 days ago, with a Flag in force', 'no', '2026-10-22', flag()],
    ['32 days ago, with a Flag that ended', 'unknown', '2026-10-22', flag(ended)],
    ['31 days ago, with a Flag that ended', 'yes', '2026-10-23', flag(ended)],
  ];
  test.each(rows)('%s: %s (as of %s)', async (_title, answer, asOf, records) => {
    const store = await storeWith(records);
    await load(store, [{ resourceType: 'Organization', id: 'list', name: 'Keeper of the list' }], 'oig-leie', asOf);
    const facts = onlyItem(await gatherFrom(store, submitted({ items: [item({ serviceDate })] })));
    expect(notExcluded(onlyProfessional(facts).standing.exclusions, serviceDate).answer).toBe(answer);
  });

  test('shows that somebody is not on it as of its own date', async () => {
    const store = await storeWith({});
    const keeper = [{ resourceType: 'Organization', id: 'list', name: 'Keeper of the list' }] as const;
    await load(store, keeper, 'oig-leie', '2026-11-20');
    await load(store, keeper, 'sam', '2026-11-01');
    const facts = onlyItem(await gatherFrom(store, submitted({ items: [item({ serviceDate })] })));
    expect(notExcluded(onlyProfessional(facts).standing.exclusions, serviceDate)).toMatchObject({
      answer: 'yes',
      asOf: '2026-11-01',
    });
  });

  test('another source has no refresh that matters here', async () => {
    const store = await storeWith({});
    await load(store, [{ resourceType: 'Organization', id: 'o', name: 'A group' }], 'credentialing', '2020-01-01');
    const facts = onlyItem(await gatherFrom(store, submitted({ items: [item({ serviceDate })] })));
    expect(onlyProfessional(facts).standing.exclusions).toMatchObject({ known: true, value: [] });
  });
});
