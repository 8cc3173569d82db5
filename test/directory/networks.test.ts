import type { Location, OrganizationAffiliation } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import type { SubmittedSite } from '../../src/pas/reading/submittedRequest.ts';
import { networkProvider } from '../../src/policy/clauses/networkProvider.ts';
import {
  doctorNpi,
  gatherItem,
  groupNpi,
  networkReference,
  npi,
  onlyParty,
  organization,
  professional,
  type Records,
  role,
} from './support.ts';

const serviceDate = '2026-12-10';
const secondNpi = '1800000121';
const affiliation = (changes: Partial<OrganizationAffiliation> = {}): OrganizationAffiliation => ({
  resourceType: 'OrganizationAffiliation',
  id: 'affiliation',
  active: true,
  organization: { reference: 'Organization/plan' },
  participatingOrganization: { reference: 'Organization/group' },
  network: [{ reference: 'Organization/net-a' }],
  period: { start: '2024-01-01' },
  ...changes,
});
const location = (id: string, line: string): Location => ({
  resourceType: 'Location',
  id,
  name: id,
  status: 'active',
  identifier: [{ system: 'urn:sites', value: id }],
  address: { line: [line], postalCode: '95501' },
});
const second = { second: organization('second', 'prvgrp', [npi(secondNpi), { system: 'urn:groups', value: 'G2' }]) };
const at = (site: Partial<SubmittedSite>): readonly SubmittedSite[] => [{ organization: [], ...site }];
const placed = (value: string) => ({ location: { identifiers: [{ system: 'urn:sites', value }] } });
const here = (value: string) => at(placed(value));
const elsewhere = { organization: { reference: 'Organization/second' }, extension: [networkReference('net-x')] };

const nowhere: readonly SubmittedSite[] = [];
const ownFree = { extension: undefined };

/** In at the group, out at the second group. */
const inAndOut: Records = { ...second, role: role('role'), other: role('other', elsewhere) };
/** In on the first floor, out on the second, of one group. */
const floors: Records = {
  first: location('first', '1 Main Street'),
  upper: location('upper', '2 Main Street'),
  role: role('role', { location: [{ reference: 'Location/first' }] }),
  other: role('other', { location: [{ reference: 'Location/upper' }], extension: [networkReference('net-x')] }),
};

/** The group is affiliated on its first floor only; the professional works on both. */
const affiliatedFloor: Records = {
  first: location('first', '1 Main Street'),
  upper: location('upper', '2 Main Street'),
  affiliation: affiliation({ location: [{ reference: 'Location/first' }] }),
  role: role('role', { ...ownFree, location: [{ reference: 'Location/first' }] }),
  other: role('other', { ...ownFree, location: [{ reference: 'Location/upper' }] }),
};

describe('the professional is in the network', () => {
  type Row = readonly [
    title: string,
    answer: 'yes' | 'no' | 'unknown',
    records: Records,
    sites: readonly SubmittedSite[],
  ];
  const rows: readonly Row[] = [
    ['own network-reference', 'yes', { role: role('role') }, nowhere],
    [
      'own network-reference to the product’s second network',
      'yes',
      { role: role('role', { extension: [networkReference('net-b')] }) },
      nowhere,
    ],
    [
      'own network-reference to another product’s network',
      'no',
      { role: role('role', { extension: [networkReference('net-x')] }) },
      nowhere,
    ],
    ['no role', 'no', {}, nowhere],
    ['a role in no network', 'no', { role: role('role', ownFree) }, nowhere],
    ['the group’s affiliation', 'yes', { affiliation: affiliation(), role: role('role', ownFree) }, nowhere],
    [
      'an affiliation to another product’s network',
      'no',
      { affiliation: affiliation({ network: [{ reference: 'Organization/net-x' }] }), role: role('role', ownFree) },
      nowhere,
    ],
    [
      'an affiliation that is not active',
      'no',
      { affiliation: affiliation({ active: false }), role: role('role', ownFree) },
      nowhere,
    ],
    [
      'an affiliation that ended',
      'no',
      { affiliation: affiliation({ period: { start: '2020-01-01', end: '2026-12-09' } }), role: role('role', ownFree) },
      nowhere,
    ],
    [
      'an affiliation that begins later',
      'no',
      { affiliation: affiliation({ period: { start: '2026-12-11' } }), role: role('role', ownFree) },
      nowhere,
    ],
    [
      'an affiliation without dates',
      'yes',
      { affiliation: affiliation({ period: undefined }), role: role('role', ownFree) },
      nowhere,
    ],
    [
      'an affiliation of another group',
      'no',
      {
        ...second,
        affiliation: affiliation({ participatingOrganization: { reference: 'Organization/second' } }),
        role: role('role', ownFree),
      },
      nowhere,
    ],
    ['an affiliation of this location', 'yes', affiliatedFloor, here('first')],
    ['an affiliation of another location of the group', 'no', affiliatedFloor, here('upper')],
    ['an affiliation of one of the locations where the professional works', 'unknown', affiliatedFloor, nowhere],
    [
      'an affiliation of one location, and a role that names none',
      'unknown',
      { ...affiliatedFloor, role: role('role', ownFree), other: undefined },
      nowhere,
    ],
    [
      'an affiliation of one location, ended, and a role that names none',
      'no',
      {
        ...affiliatedFloor,
        affiliation: affiliation({
          location: [{ reference: 'Location/first' }],
          period: { start: '2020-01-01', end: '2026-12-09' },
        }),
        role: role('role', ownFree),
        other: undefined,
      },
      nowhere,
    ],
    [
      'own reference elsewhere outranks the group’s affiliation',
      'no',
      { affiliation: affiliation(), role: role('role', { extension: [networkReference('net-x')] }) },
      nowhere,
    ],
    [
      'own reference outranks an ended affiliation',
      'yes',
      { affiliation: affiliation({ period: { start: '2020-01-01', end: '2021-01-01' } }), role: role('role') },
      nowhere,
    ],
    [
      'a role that ended',
      'no',
      { role: role('role', { period: { start: '2020-01-01', end: '2026-12-09' } }) },
      nowhere,
    ],
    [
      'a role that ends on the day',
      'yes',
      { role: role('role', { period: { start: '2020-01-01', end: serviceDate } }) },
      nowhere,
    ],
    ['a role that begins later', 'no', { role: role('role', { period: { start: '2026-12-11' } }) }, nowhere],
    ['a role without dates', 'unknown', { role: role('role', { period: undefined }) }, nowhere],
    ['a role without a start', 'unknown', { role: role('role', { period: { end: '2030-01-01' } }) }, nowhere],
    [
      'a role without dates beside a dated one at the same site',
      'yes',
      { role: role('role', { period: undefined }), other: role('other') },
      nowhere,
    ],
    [
      'an active role of a professional whose record is not active',
      'unknown',
      {
        doctor: { resourceType: 'Practitioner', id: 'doctor', active: false, identifier: [npi(doctorNpi)] },
        role: role('role'),
      },
      nowhere,
    ],
    ['an inactive role', 'no', { role: role('role', { active: false }) }, nowhere],
    [
      'two roles at one site, one in another product’s network',
      'yes',
      { role: role('role'), other: role('other', { extension: [networkReference('net-x')] }) },
      nowhere,
    ],
    ['in at one site, out at another, none named', 'unknown', inAndOut, nowhere],
    [
      'in at one site; out at another where the role ended',
      'yes',
      { ...inAndOut, other: role('other', { ...elsewhere, period: { start: '2020-01-01', end: '2026-01-01' } }) },
      nowhere,
    ],
    [
      'in at both sites',
      'yes',
      {
        ...inAndOut,
        other: role('other', {
          organization: { reference: 'Organization/second' },
          extension: [networkReference('net-b')],
        }),
      },
      nowhere,
    ],
    ['the site in, named by NPI of the organization', 'yes', inAndOut, at({ organization: [npi(groupNpi)] })],
    ['the site out, named by NPI of the organization', 'no', inAndOut, at({ organization: [npi(secondNpi)] })],
    [
      'the site out, named by another identifier of the organization',
      'no',
      inAndOut,
      at({ organization: [{ system: 'urn:groups', value: 'G2' }] }),
    ],
    [
      'a site of record where the professional does not work',
      'no',
      { ...second, role: role('role') },
      at({ organization: [npi(secondNpi)] }),
    ],
    ['a site that is not of record: every role counts', 'unknown', inAndOut, at({ organization: [npi('1800000998')] })],
    ['a location that is not of record: every role counts', 'unknown', floors, here('third')],
    ['the location in, by identifier', 'yes', floors, here('first')],
    ['the location out, by identifier', 'no', floors, here('upper')],
    [
      'the location in, by address',
      'yes',
      floors,
      at({ location: { identifiers: [], line: '1 MAIN STREET', postalCode: '95501' } }),
    ],
    [
      'the location out, by address',
      'no',
      floors,
      at({ location: { identifiers: [], line: '2 Main Street', postalCode: '95501' } }),
    ],
    [
      'the same street in another town names no site',
      'unknown',
      floors,
      at({ location: { identifiers: [], line: '2 Main Street', postalCode: '90001' } }),
    ],
    ['organization and location together', 'no', floors, at({ ...placed('upper'), organization: [npi(groupNpi)] })],
    [
      'the organization alone, in at one of its locations and out at the other',
      'unknown',
      floors,
      at({ organization: [npi(groupNpi)] }),
    ],
    ['two locations named, one in and one out', 'unknown', floors, [...here('first'), ...here('upper')]],
    [
      'the organization with a location of it that is not of record',
      'unknown',
      floors,
      at({ ...placed('third'), organization: [npi(groupNpi)] }),
    ],
    [
      'a location in, beside one that is not of record: every role counts',
      'unknown',
      floors,
      [...here('first'), ...here('third')],
    ],
    [
      'two organizations named, one in and one out',
      'unknown',
      inAndOut,
      [groupNpi, secondNpi].flatMap((value) => at({ organization: [npi(value)] })),
    ],
    [
      'an organization in, beside one of record where the professional has no role',
      'unknown',
      { ...second, role: role('role') },
      [groupNpi, secondNpi].flatMap((value) => at({ organization: [npi(value)] })),
    ],
    [
      'two of record, a role at neither',
      'no',
      { ...second, third: organization('third', 'prvgrp', [npi('1800000147')]), role: role('role') },
      [secondNpi, '1800000147'].flatMap((value) => at({ organization: [npi(value)] })),
    ],
    [
      'one site named twice',
      'yes',
      inAndOut,
      [groupNpi, groupNpi].flatMap((value) => at({ organization: [npi(value)] })),
    ],
  ];
  test.each(rows)('%s: %s', async (_title, answer, records, sites) => {
    const facts = await gatherItem(records, { serviceDate, requested: [professional({ sites })] });
    expect(networkProvider(onlyParty(facts), serviceDate).answer).toBe(answer);
  });
});

test('the sites are told by name, with their memberships', async () => {
  const facts = await gatherItem(floors, { serviceDate });
  expect(onlyParty(facts).network).toMatchObject({
    known: true,
    asOf: '2026-11-23',
    value: {
      siteNamed: false,
      sites: expect.arrayContaining([
        { label: 'group, first', memberships: [{ start: '2020-01-01' }] },
        { label: 'group, upper', memberships: [] },
      ]),
    },
  });
});

describe('whom the directory does not hold', () => {
  test('a professional by NPI is in none of the networks', async () => {
    const facts = await gatherItem({ role: role('role') }, { requested: [professional({ npi: '1558598797' })] });
    expect(onlyParty(facts)).toMatchObject({ npi: '1558598797', network: { known: true, value: { sites: [] } } });
  });
  test('a professional without an NPI cannot be looked up', async () => {
    const facts = await gatherItem({ role: role('role') }, { requested: [professional({ npi: undefined })] });
    expect(onlyParty(facts)).toMatchObject({
      npi: undefined,
      network: { known: false },
      standing: { licences: { known: false }, exclusions: { known: false } },
    });
  });
});

describe('an organization that is requested', () => {
  const managingOrganization = { reference: 'Organization/group' };
  const ofGroup = {
    first: { ...location('first', '1 Main Street'), managingOrganization },
    upper: { ...location('upper', '2 Main Street'), managingOrganization },
  };
  const atFirst = affiliation({ location: [{ reference: 'Location/first' }] });
  const atUpper = affiliation({ id: 'more', location: [{ reference: 'Location/upper' }] });
  type Row = readonly [title: string, answer: 'yes' | 'no' | 'unknown', records: Records, value: string | undefined];
  const rows: readonly Row[] = [
    ['affiliated to the network', 'yes', { affiliation: affiliation() }, groupNpi],
    [
      'affiliated to another product’s network',
      'no',
      { affiliation: affiliation({ network: [{ reference: 'Organization/net-x' }] }) },
      groupNpi,
    ],
    ['not affiliated, though a professional there is in the network', 'no', { role: role('role') }, groupNpi],
    [
      'affiliated until the day before',
      'no',
      { affiliation: affiliation({ period: { start: '2020-01-01', end: '2026-12-09' } }) },
      groupNpi,
    ],
    ['affiliated at all of its locations', 'yes', { ...ofGroup, affiliation: atFirst, more: atUpper }, groupNpi],
    ['affiliated at one of its locations, not at the other', 'unknown', { ...ofGroup, affiliation: atFirst }, groupNpi],
    [
      'affiliated at one of its locations, the other no longer in use',
      'yes',
      { ...ofGroup, upper: { ...ofGroup.upper, status: 'inactive' }, affiliation: atFirst },
      groupNpi,
    ],
    [
      'affiliated at one of its locations, and as a whole until the day before',
      'unknown',
      { ...ofGroup, affiliation: atFirst, whole: affiliation({ id: 'whole', period: { end: '2026-12-09' } }) },
      groupNpi,
    ],
    [
      'affiliated at one of its locations, and as a whole',
      'yes',
      { ...ofGroup, affiliation: atFirst, whole: affiliation({ id: 'whole' }) },
      groupNpi,
    ],
    [
      'affiliated at a location that is not said to be its own',
      'yes',
      { first: location('first', '1 Main Street'), affiliation: atFirst },
      groupNpi,
    ],
    [
      'affiliated to another product’s network at one of its locations, to this one as a whole',
      'yes',
      { ...ofGroup, affiliation: affiliation(), other: { ...atUpper, network: [{ reference: 'Organization/net-x' }] } },
      groupNpi,
    ],
    [
      'of a record that is no longer active',
      'unknown',
      { group: { ...organization('group', 'prvgrp', [npi(groupNpi)]), active: false }, affiliation: affiliation() },
      groupNpi,
    ],
    ['not of record', 'no', { affiliation: affiliation() }, '1800000998'],
    ['without an NPI', 'unknown', { affiliation: affiliation() }, undefined],
  ];
  test.each(rows)('%s: %s', async (_title, answer, records, value) => {
    const requested = [professional({ kind: 'organization', npi: value, name: 'A group' })];
    const facts = await gatherItem(records, { serviceDate, requested });
    expect(onlyParty(facts).kind).toBe('organization');
    expect(networkProvider(onlyParty(facts), serviceDate).answer).toBe(answer);
  });
});

describe('groups', () => {
  const colleague = (organizationId: string): Records => ({
    ...second,
    colleague: {
      resourceType: 'Practitioner',
      id: 'colleague',
      active: true,
      identifier: [npi('1558598797')],
      name: [{ family: 'C' }],
    },
    'colleague-role': role('colleague-role', {
      practitioner: { reference: 'Practitioner/colleague' },
      organization: { reference: `Organization/${organizationId}` },
    }),
    role: role('role'),
  });
  const rows = [
    ['group', ['1558598797'], true],
    ['second', ['1558598797'], false],
    ['group', [], false],
    ['group', ['1003000126'], false],
    ['second', [doctorNpi], true],
  ] as const;
  test.each(rows)('a colleague at %s, first opinion by %j: shared %s', async (where, firstOpinion, shared) => {
    const party = onlyParty(await gatherItem(colleague(where), { firstOpinion }));
    expect(party).toMatchObject({ groups: [groupNpi], sharesGroupWithFirstOpinion: shared });
  });
});
