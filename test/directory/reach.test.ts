import type { HealthcareService, Location, Patient, PractitionerRole } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import type { CandidateFacts } from '../../src/policy/facts.ts';
import {
  coded,
  gatherFrom,
  gatherItem,
  item,
  networkReference,
  newPatients,
  npi,
  onlyItem,
  patient,
  type Records,
  role,
  storeWith,
  submitted,
} from './support.ts';

const planNet = 'http://hl7.org/fhir/us/davinci-pdex-plan-net';
const colleagueNpi = '1558598797';
const languages = (...codes: readonly string[]) => codes.map((code) => coded('urn:ietf:bcp:47', code));
const position = (latitude: number, longitude: number) => ({
  url: 'http://hl7.org/fhir/StructureDefinition/geolocation',
  extension: [
    { url: 'latitude', valueDecimal: latitude },
    { url: 'longitude', valueDecimal: longitude },
  ],
});
const site = (id: string, latitude?: number): Location => ({
  resourceType: 'Location',
  id,
  status: 'active',
  name: id,
  ...(latitude === undefined ? {} : { position: { latitude, longitude: -122 } }),
});
const service = (id: string, type: 'virtual' | 'physical'): HealthcareService => ({
  resourceType: 'HealthcareService',
  id,
  active: true,
  name: id,
  extension: [
    {
      url: `${planNet}/StructureDefinition/delivery-method`,
      extension: [{ url: 'type', valueCodeableConcept: coded(`${planNet}/CodeSystem/DeliveryMethodCS`, type) }],
    },
  ],
});

/** A network cardiologist besides the requested one, who is outside. */
const records = (changes: Partial<PractitionerRole>, member: Partial<Patient>, more: Records = {}): Records => ({
  outside: role('outside', { extension: [networkReference('net-x')] }),
  colleague: {
    resourceType: 'Practitioner',
    id: 'colleague',
    active: true,
    identifier: [npi(colleagueNpi)],
    name: [{ family: 'Colleague' }],
    communication: languages('en', 'es'),
  },
  near: site('near', 38.1),
  far: site('far', 40),
  nowhere: site('nowhere'),
  candidate: role('candidate', {
    practitioner: { reference: 'Practitioner/colleague' },
    extension: [networkReference('net-a'), newPatients('existptfam')],
    ...changes,
  }),
  member: patient('member', { address: [{ use: 'home', extension: [position(38, -122)] }], ...member }),
  ...more,
});

async function candidateOf(given: Records): Promise<CandidateFacts | undefined> {
  const { alternatives } = await gatherItem(given, {});
  return alternatives.candidates[0];
}

const at = (...ids: readonly string[]) => ({ location: ids.map((id) => ({ reference: `Location/${id}` })) });

describe('the distance to the nearest site of the role', () => {
  type Row = readonly [string, Partial<PractitionerRole>, Partial<Patient>, number | string];
  const rows: readonly Row[] = [
    ['one site', at('near'), {}, 7],
    ['two sites', at('far', 'near'), {}, 7],
    ['a farther one', at('far'), {}, 138],
    ['a site that cannot be placed beside one that can', at('near', 'nowhere'), {}, 'A location of the role'],
    ['no site', {}, {}, 'The role has no location'],
    ['no address of the member', at('near'), { address: undefined }, 'Where the member lives'],
    ['an old address', at('near'), { address: [{ use: 'old', extension: [position(38, -122)] }] }, 'Where the member'],
    [
      'an address that has ended',
      at('near'),
      { address: [{ period: { start: '2020-01-01', end: '2021-01-01' }, extension: [position(38, -122)] }] },
      'Where the member',
    ],
  ];
  test.each(rows)('%s', async (_title, changes, member, expected) => {
    const found = await candidateOf(records(changes, member));
    const { distance } = found ?? {};
    expect(distance?.known ? Math.round(distance.value) : distance?.because).toEqual(
      typeof expected === 'number' ? expected : expect.stringContaining(expected),
    );
  });
});

describe('telehealth', () => {
  const both: Records = { virtual: service('virtual', 'virtual'), physical: service('physical', 'physical') };
  const rows = [
    ['a virtual service', ['virtual'], true],
    ['a physical one', ['physical'], false],
    ['both', ['physical', 'virtual'], true],
    ['none', [], false],
  ] as const;
  test.each(rows)('%s: %s', async (_title, ids, value) => {
    const healthcareService = ids.map((id) => ({ reference: `HealthcareService/${id}` }));
    const found = await candidateOf(records(ids.length > 0 ? { healthcareService } : {}, {}, both));
    expect(found?.telehealth).toMatchObject({ known: true, value });
  });
});

describe('the languages', () => {
  const preferred = (code: string) => ({ language: languages(code)[0] ?? {}, preferred: true });
  const rows = [
    ['the preferred one', [{ language: languages('en')[0] ?? {} }, preferred('es')], 'es'],
    ['the only one', [{ language: languages('hmn')[0] ?? {} }], 'hmn'],
    ['two, none preferred', languages('en', 'es').map((language) => ({ language })), undefined],
    ['none', undefined, undefined],
  ] as const;
  test.each(rows)('%s', async (_title, communication, value) => {
    const { alternatives } = await gatherItem(
      records({}, { communication: communication?.map((entry) => ({ ...entry })) }),
    );
    expect(alternatives.needs.language).toMatchObject(value ? { known: true, value } : { known: false });
    expect(alternatives.candidates[0]?.languages).toMatchObject({ known: true, value: ['en', 'es'] });
  });
});

describe('existing patients', () => {
  const rows = [
    ['the professional is the member’s own', [{ reference: 'Practitioner/colleague' }], true],
    ['another is', [{ reference: 'Practitioner/doctor' }], false],
    ['nobody is', undefined, false],
  ] as const;
  test.each(rows)('%s: %s', async (_title, generalPractitioner, isOwnPatient) => {
    const own = generalPractitioner?.map((reference) => ({ ...reference }));
    const found = await candidateOf(records({}, { generalPractitioner: own }));
    expect(found?.isOwnPatient).toBe(isOwnPatient);
    expect(found?.accepting).toMatchObject({ value: 'existing-patients-and-families' });
  });
});

test('the county is that of the address', async () => {
  const address = [{ use: 'home' as const, district: 'Napa' }];
  const { alternatives } = await gatherItem(records({}, { address }));
  expect(alternatives.needs.county).toMatchObject({ known: true, value: 'Napa' });
});

describe('more network roles than are looked at', () => {
  const crowd = (count: number): Records =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => String(index + 1).padStart(3, '0')).flatMap((number) => [
        [
          `p${number}`,
          {
            resourceType: 'Practitioner' as const,
            id: `p${number}`,
            identifier: [npi(`1000000${number}`)],
            name: [{ family: number }],
          },
        ],
        [`r${number}`, role(`r${number}`, { practitioner: { reference: `Practitioner/p${number}` } })],
      ]),
    );
  const rows = [
    [24, 24, undefined],
    [25, 25, undefined],
    [26, 25, 'more than 25 network roles in these specialties; the first are shown'],
  ] as const;
  test.each(rows)('%i roles: %i are shown, and the list is %s', async (count, shown, incomplete) => {
    const outside = role('outside', { extension: [networkReference('net-x')] });
    const store = await storeWith({ outside, ...crowd(count) });
    const { alternatives } = onlyItem(await gatherFrom(store, submitted({ items: [item()] })));
    expect([alternatives.candidates.length, alternatives.incomplete]).toEqual([shown, incomplete]);
  });
});
