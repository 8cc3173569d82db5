import type { Address, Location, OrganizationAffiliation, Period, PractitionerRole } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { listSourceOf } from '../../src/directory/load/index.ts';
import type { SubmittedItem } from '../../src/pas/reading/submittedRequest.ts';
import { viewCandidates } from '../../src/policy/availability.ts';
import { networkProfessionalAvailable } from '../../src/policy/clauses/networkProfessionalAvailable.ts';
import type { ItemFacts } from '../../src/policy/facts.ts';
import { list } from './load/sources/support.ts';
import { loadList, writeFiles } from './load/support.ts';
import {
  coded,
  doctorNpi,
  gatherFrom,
  gatherItem,
  item,
  networkReference,
  newPatients,
  npi,
  nucc,
  onlyItem,
  patient,
  professional,
  type Records,
  role,
  storeWith,
  submitted,
  today,
} from './support.ts';

const serviceDate = '2026-12-10';
const colleagueNpi = '1558598797';
const cardiology = '207RC0000X';

/** A network professional besides the requested one, who is a cardiologist outside the network. */
const colleague = (changes: Partial<PractitionerRole> = {}): Records => ({
  outside: role('outside', { extension: [networkReference('net-x')] }),
  colleague: {
    resourceType: 'Practitioner',
    id: 'colleague',
    active: true,
    identifier: [npi(colleagueNpi)],
    name: [{ family: 'Colleague' }],
  },
  candidate: role('candidate', {
    practitioner: { reference: 'Practitioner/colleague' },
    extension: [networkReference('net-a'), newPatients('newpt')],
    ...changes,
  }),
});

const affiliation = (id: string, period: Period): OrganizationAffiliation => ({
  resourceType: 'OrganizationAffiliation',
  id,
  active: true,
  participatingOrganization: { reference: 'Organization/group' },
  network: [{ reference: 'Organization/net-a' }],
  period,
});

const availabilityOf = ({ alternatives, diagnoses, age, firstOpinion }: ItemFacts) =>
  networkProfessionalAvailable(
    alternatives,
    viewCandidates({ alternatives, diagnosis: diagnoses[0], age, serviceDate, firstOpinion, mayBeSurgical: false }),
  ).answer;

describe('candidates', () => {
  type Row = readonly [
    title: string,
    npis: readonly (string | undefined)[],
    available: 'yes' | 'no' | 'unknown',
    records: Records,
    item: Partial<SubmittedItem>,
  ];
  const rows: readonly Row[] = [
    ['the same specialty in the network', [colleagueNpi], 'unknown', colleague(), {}],
    ['its paediatric form', [colleagueNpi], 'unknown', colleague({ specialty: [nucc('2080P0202X')] }), {}],
    ['another specialty', [], 'no', colleague({ specialty: [nucc('2084N0400X')] }), {}],
    [
      'a specialty of the same code in another system',
      [],
      'no',
      colleague({ specialty: [coded('urn:specialties', cardiology)] }),
      {},
    ],
    ['in another product’s network', [], 'no', colleague({ extension: [networkReference('net-x')] }), {}],
    ['in no network', [], 'no', colleague({ extension: [newPatients('newpt')] }), {}],
    ['inactive', [], 'no', colleague({ active: false }), {}],
    [
      'ended: seen, and proven not to be available',
      [colleagueNpi],
      'no',
      colleague({ period: { start: '2020-01-01', end: '2026-12-09' } }),
      {},
    ],
    [
      'begins later: seen, and proven not to be available',
      [colleagueNpi],
      'no',
      colleague({ period: { start: '2026-12-11' } }),
      {},
    ],
    [
      'through one affiliation that ended and another without a start',
      [colleagueNpi],
      'unknown',
      {
        ...colleague({ extension: [newPatients('newpt')] }),
        ended: affiliation('ended', { start: '2020-01-01', end: '2026-01-01' }),
        open: affiliation('open', { end: '2030-01-01' }),
      },
      {},
    ],
    ['undated', [colleagueNpi], 'unknown', colleague({ period: undefined }), {}],
    [
      'accepts no patients',
      [colleagueNpi],
      'no',
      colleague({ extension: [networkReference('net-a'), newPatients('nopt')] }),
      {},
    ],
    [
      'accepts no patients of another network',
      [colleagueNpi],
      'unknown',
      colleague({ extension: [networkReference('net-a'), newPatients('nopt', 'net-x')] }),
      {},
    ],
    [
      'accepts existing patients only',
      [colleagueNpi],
      'unknown',
      colleague({ extension: [networkReference('net-a'), newPatients('existptonly')] }),
      {},
    ],
    [
      'says nothing of new patients',
      [colleagueNpi],
      'unknown',
      colleague({ extension: [networkReference('net-a')] }),
      {},
    ],
    ['gave the first opinion', [colleagueNpi], 'no', colleague(), { firstOpinion: [colleagueNpi] }],
    [
      'is requested as well',
      [],
      'no',
      colleague(),
      { requested: [professional(), professional({ npi: colleagueNpi })] },
    ],
    [
      'is excluded',
      [colleagueNpi],
      'no',
      {
        ...colleague(),
        flag: {
          resourceType: 'Flag',
          id: 'flag',
          status: 'active',
          code: coded('https://w3id.org/second-opinion/CodeSystem/exclusion-list', 'oig-leie'),
          subject: { reference: 'Practitioner/colleague' },
          period: { start: '2025-01-01' },
        },
      },
      {},
    ],
    [
      'none where the specialty of the requested is not known',
      [],
      'unknown',
      { ...colleague(), outside: undefined },
      {},
    ],
    [
      'by the specialty the request gives, where none is of record',
      [colleagueNpi],
      'unknown',
      { ...colleague(), outside: undefined },
      { requested: [professional({ specialties: [cardiology] })] },
    ],
    [
      'by the specialty the request gives of whom the directory does not hold',
      [colleagueNpi],
      'unknown',
      colleague(),
      { requested: [professional({ npi: '1003000126', specialties: [cardiology] })] },
    ],
    ['by the diagnosis, where nobody is requested', [colleagueNpi], 'unknown', colleague(), { requested: [] }],
    [
      'none where nobody is requested and nobody is related to the diagnosis',
      [],
      'no',
      colleague({ specialty: [nucc('2084N0400X')] }),
      { requested: [] },
    ],
    [
      'none where nobody is requested and the diagnosis is a symptom',
      [],
      'unknown',
      colleague(),
      { requested: [], diagnoses: ['R07.9'] },
    ],
    [
      'none where nobody is requested and there is no diagnosis',
      [],
      'unknown',
      colleague(),
      { requested: [], diagnoses: [] },
    ],
  ];
  test.each(rows)('%s: %j, available %s', async (_title, npis, available, records, changes) => {
    const facts = await gatherItem(records, { serviceDate, ...changes });
    expect(facts.alternatives.candidates.map((candidate) => candidate.npi)).toEqual(npis);
    expect(availabilityOf(facts)).toBe(available);
  });
});

test('a network role whose professional is not of record makes nobody unavailable', async () => {
  const store = await storeWith(colleague({ extension: [networkReference('net-a'), newPatients('newpt')] }));
  const roles = await store.client.searchResources('PractitionerRole', '_count=100');
  const candidate = roles.find(({ extension }) => JSON.stringify(extension).includes('newpt'));
  if (!candidate) throw new Error('No candidate');
  await store.client.updateResource({ ...candidate, practitioner: { reference: 'Practitioner/gone' } });
  const facts = onlyItem(await gatherFrom(store, submitted({ items: [item({ serviceDate })] })));
  expect(facts.alternatives.candidates).toMatchObject([{ npi: undefined, standing: { licences: { known: false } } }]);
  expect(availabilityOf(facts)).toBe('unknown');
});

describe('a candidate on an exclusion list', () => {
  test.each([
    ['2026-10-23', 'no'],
    ['2026-10-22', 'unknown'],
  ] as const)(
    'as of %s: available %s, for what an old list says proves nobody unavailable',
    async (asOf, available) => {
      const store = await storeWith(colleague());
      const [file = ''] = await writeFiles({ 'list.csv': list('oig-leie', { NPI: colleagueNpi }) });
      const source = listSourceOf('oig-leie', [file]);
      const report = source && (await loadList(store.client, source, [file], { today, asOf }));
      expect(report).toMatchObject({ created: 1, rejected: [] });
      const facts = onlyItem(await gatherFrom(store, submitted({ items: [item({ serviceDate })] })));
      expect(availabilityOf(facts)).toBe(available);
    },
  );
});

describe('what was looked for', () => {
  const rows = [
    ['the requested specialty and its equivalents', {}, 'requested-specialty', [cardiology, '2080P0202X']],
    [
      'the diagnosis, nobody requested',
      { requested: [], diagnoses: ['I10'] },
      'diagnosis-map',
      expect.arrayContaining([cardiology, '207Q00000X']),
    ],
    ['nothing, for a symptom', { requested: [], diagnoses: ['R07.9'] }, 'nothing-known', []],
  ] as const;
  test.each(rows)('%s', async (_title, changes, searched, specialties) => {
    const { alternatives } = await gatherItem(colleague(), changes);
    expect(alternatives).toMatchObject({ searched, specialties });
  });
});

test('a candidate is told with role, site, membership and whether new patients are accepted', async () => {
  const { alternatives } = await gatherItem(colleague({ period: { start: '2021-01-01', end: '2029-12-31' } }), {
    serviceDate,
  });
  expect(alternatives.candidates).toMatchObject([
    {
      npi: colleagueNpi,
      name: 'Colleague',
      role: expect.stringMatching(/^PractitionerRole\//),
      site: 'group',
      membership: { start: '2021-01-01', end: '2029-12-31' },
      accepting: { known: true, value: 'new-patients' },
      standing: { licences: { known: false }, specialties: [cardiology] },
    },
  ]);
});

/** Takes the network tag of every role away, as a PUT without meta does. */
async function untag(store: Awaited<ReturnType<typeof storeWith>>): Promise<void> {
  for (const found of await store.client.searchResources('PractitionerRole', '_count=100')) {
    await store.client.updateResource({ ...found, meta: { tag: [] } });
  }
}

test('a role without its network tag makes the answer unknown, though nobody is available', async () => {
  const store = await storeWith(colleague({ extension: [networkReference('net-a'), newPatients('nopt')] }));
  const request = submitted({ items: [item({ serviceDate })] });
  expect(availabilityOf(onlyItem(await gatherFrom(store, request)))).toBe('no');
  await untag(store);
  const facts = onlyItem(await gatherFrom(store, request));
  expect(facts.alternatives.candidates).toHaveLength(1);
  expect(availabilityOf(facts)).toBe('unknown');
});

test('candidates are found beyond the first page', async () => {
  const many = Array.from({ length: 20 }, (_, index) => String(index + 1).padStart(3, '0'));
  const crowd = many.flatMap((number) => [
    [
      `p${number}`,
      {
        resourceType: 'Practitioner',
        id: `p${number}`,
        identifier: [npi(`1000000${number}`)],
        name: [{ family: number }],
      },
    ] as const,
    [`r${number}`, role(`r${number}`, { practitioner: { reference: `Practitioner/p${number}` } })] as const,
  ]);
  const store = await storeWith({ ...colleague(), ...Object.fromEntries(crowd) });
  const { alternatives } = onlyItem(await gatherFrom(store, submitted(), 6));
  expect(new Set(alternatives.candidates.map((candidate) => candidate.npi)).size).toBe(21);
  expect(alternatives.incomplete).toBeUndefined();
});

describe('of more network roles than are looked at, those near the member are', () => {
  const location = (id: string, address: Address): Location => ({ resourceType: 'Location', id, address });
  const crowd = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => {
      const number = String(index + 1).padStart(3, '0');
      const person = { resourceType: 'Practitioner', id: `p${number}`, identifier: [npi(`1000000${number}`)] } as const;
      const place = `Location/${index >= 37 ? 'near' : 'far'}`;
      const practitioner = { reference: `Practitioner/${person.id}` };
      return [
        [person.id, person],
        [`r${number}`, role(`r${number}`, { practitioner, location: [{ reference: place }] })],
      ] as const;
    }).flat(),
  );
  const near = ['1000000038', '1000000039', '1000000040'];
  const rows: readonly [title: string, member: Address, near: Address, found: readonly string[], incomplete: RegExp][] =
    [
      [
        'in the same postal code',
        { postalCode: '95501' },
        { postalCode: '95501-1234' },
        near,
        /shown are 3 found near/,
      ],
      ['in the same city', { city: 'Eureka' }, { city: 'Eureka', postalCode: '95501' }, near, /shown are 3 found near/],
      ['elsewhere', { postalCode: '95501' }, { postalCode: '90001' }, [], /the first are shown$/],
      ['of an address that is not of record', {}, { postalCode: '95501' }, [], /the first are shown$/],
    ];

  test.each(rows)('%s', async (_title, home, there, found, incomplete) => {
    const { alternatives } = await gatherItem({
      ...crowd,
      member: patient('member', { address: [{ use: 'home', ...home }] }),
      role: role('role'),
      far: location('far', { postalCode: '90001', city: 'Los Angeles' }),
      near: location('near', there),
    });
    const npis = alternatives.candidates.map((candidate) => candidate.npi);
    expect(alternatives.incomplete).toMatch(incomplete);
    expect(npis.length).toBeGreaterThan(20);
    expect(near.filter((one) => npis.includes(one))).toEqual(found);
    expect(npis.slice(0, found.length)).toEqual(found);
  });
});

describe('of more network roles than are looked at, when many are near the member', () => {
  /** Forty roles, of which the last `near` practise in the member's postal code; the first `full` of these take no patients. */
  const crowd = (near: number, full = 0): Records => {
    const roles = Array.from({ length: 40 }, (_, index): Records => {
      const number = String(index + 1).padStart(3, '0');
      const practitioner = { reference: `Practitioner/p${number}` };
      const isNear = index >= 40 - near;
      const location = [{ reference: `Location/${isNear ? 'near' : 'far'}` }];
      const patients = isNear && index < 40 - near + full ? 'nopt' : 'newpt';
      const extension = [networkReference('net-a'), newPatients(patients)];
      return {
        [`p${number}`]: { resourceType: 'Practitioner', id: `p${number}`, identifier: [npi(`1000000${number}`)] },
        [`r${number}`]: role(`r${number}`, { practitioner, location, extension }),
      };
    });
    return Object.assign(
      {
        member: patient('member', { address: [{ use: 'home', postalCode: '95501' }] }),
        outside: role('outside', { extension: [networkReference('net-x')] }),
        far: { resourceType: 'Location', id: 'far', address: { postalCode: '90001' } },
        near: { resourceType: 'Location', id: 'near', address: { postalCode: '95501' } },
      },
      ...roles,
    );
  };

  test.each([
    [4, 0, doctorNpi, 25, 'shown are 4 found near the member, then the first'],
    [5, 0, doctorNpi, 5, 'shown are 5 found near the member'],
    [5, 0, '1000000040', 24, 'shown are 5 found near the member, then the first'],
    [6, 0, '1000000040', 5, 'shown are 5 found near the member'],
    [9, 5, doctorNpi, 25, 'shown are 9 found near the member, then the first'],
    [10, 5, doctorNpi, 10, 'shown are 10 found near the member'],
    [10, 6, doctorNpi, 25, 'shown are 10 found near the member, then the first'],
    [14, 10, doctorNpi, 25, 'shown are 14 found near the member, then the first'],
    [15, 10, doctorNpi, 15, 'shown are 15 found near the member'],
    [24, 20, doctorNpi, 25, 'shown are 24 found near the member, then the first'],
    [26, 0, doctorNpi, 10, 'shown are 10 found near the member'],
    [26, 20, doctorNpi, 25, 'shown are 25 found near the member'],
  ])(
    '%i near, %i of them without room, asked for %s: %i are shown',
    async (near, full, requested, shown, incomplete) => {
      const { alternatives } = await gatherItem(crowd(near, full), { requested: [professional({ npi: requested })] });
      expect(alternatives.candidates).toHaveLength(shown);
      expect(new Set(alternatives.candidates.map((candidate) => candidate.role)).size).toBe(shown);
      expect(alternatives.incomplete).toBe(`more than 25 network roles in these specialties; ${incomplete}`);
    },
  );

  test('those in other networks, however many, do not hide them', async () => {
    const others = Array.from({ length: 30 }, (_, index): Records => {
      const id = `other-${index}`;
      const extension = [networkReference('net-x')];
      return { [id]: role(id, { extension, location: [{ reference: 'Location/near' }] }) };
    });
    const { alternatives } = await gatherItem({ ...Object.assign({}, ...others), ...crowd(3) });
    expect(alternatives.incomplete).toMatch(/shown are 3 found near the member, then the first$/);
    expect(alternatives.candidates.slice(0, 3).map((candidate) => candidate.npi)).toEqual([
      '1000000038',
      '1000000039',
      '1000000040',
    ]);
  });
});

test('nobody is an alternative to themselves', async () => {
  const { alternatives } = await gatherItem({ ...colleague(), role: role('role') });
  expect(alternatives.candidates.map((candidate) => candidate.npi)).not.toContain(doctorNpi);
});
