import { describe, expect, test } from 'vitest';
import type { Change } from '../request/change.ts';
import { fullUrl } from '../request/fixture.ts';
import { added, extension, firstItem, named, npi, readWith, toAdded } from './support.ts';

const claim = 'entry[0].resource';
const item = `${claim}.item[0]`;
const order = 'entry[7].resource';
const role = 'entry[5].resource';
const to = (number: number) => ({ reference: fullUrl(number) });
const practitioner = (value: string, family: string) => ({
  resourceType: 'Practitioner',
  identifier: [npi(value)],
  name: [{ family }],
});
const other = added(9, practitioner('1558598797', 'Other'));
const third = added(10, practitioner('1003000126', 'Third'));
const member = (sequence: number, provider: object, claimScope: boolean) => ({
  extension: [extension('careTeamClaimScope', { valueBoolean: claimScope })],
  sequence,
  provider,
});
const team = (...members: readonly object[]): Change => ['set', `${claim}.careTeam`, members];
const performer = (...performers: readonly object[]): Change => ['set', `${order}.performer`, performers];
const ofItem = (...sequences: readonly number[]): Change => ['set', `${item}.careTeamSequence`, sequences];
const secondItemFree: Change = ['remove', `${claim}.item[1].careTeamSequence`];
const free: readonly Change[] = [['remove', `${item}.careTeamSequence`], secondItemFree];
const providerIs = (reference: object): Change => ['set', `${claim}.provider`, reference];

describe('the requested professional', () => {
  const rows: readonly (readonly [title: string, changes: readonly Change[], expected: readonly string[]])[] = [
    ['careTeam of the item', [], ['1234567893']],
    [
      'careTeam of the item, before careTeam of the Claim and performer',
      [other, third, team(member(1, to(6), false), member(2, toAdded(9), true)), performer(toAdded(10))],
      ['1234567893'],
    ],
    [
      'each of several of the item',
      [other, team(member(1, to(6), false), member(2, toAdded(9), false)), ofItem(1, 2)],
      ['1234567893', '1558598797'],
    ],
    [
      'else careTeam of the whole Claim, before performer',
      [other, third, ...free, team(member(1, toAdded(9), true), member(2, to(6), false)), performer(toAdded(10))],
      ['1558598797'],
    ],
    [
      'careTeam of the whole Claim that is the requestor is passed over',
      [other, third, ...free, providerIs(toAdded(9)), team(member(1, toAdded(9), true)), performer(toAdded(10))],
      ['1003000126'],
    ],
    [
      'the requestor is known by NPI, not by entry',
      [
        other,
        added(10, practitioner('1558598797', 'Same person')),
        ...free,
        providerIs(toAdded(9)),
        team(member(1, toAdded(10), true), member(2, to(6), true)),
      ],
      ['1234567893'],
    ],
    ['else performer of the order', [other, ...free, performer(toAdded(9))], ['1558598797']],
    [
      'each performer of the order',
      [other, third, ...free, performer(toAdded(9), toAdded(10))],
      ['1558598797', '1003000126'],
    ],
    ['a performer by identifier', [...free, performer(named('Practitioner', '1558598797', 'Other'))], ['1558598797']],
    ['a performer who is the Patient is nobody', [...free, performer(to(2))], []],
    [
      'a performer by identifier who is a Patient is nobody',
      [...free, performer({ type: 'Patient', identifier: { value: 'M-77001' }, display: 'Delphine Okonjo' })],
      [],
    ],
    ['nobody: careTeam of other items is not for this one, and Claim.provider is the requestor', [...free], []],
  ];
  test.each(rows)('%s', (_title, changes, expected) => {
    expect(firstItem(changes).requested.map((party) => party.npi)).toEqual(expected);
  });

  const parties: readonly (readonly [title: string, changes: readonly Change[], expected: object])[] = [
    [
      'a PractitionerRole: who, specialty, site by location',
      [
        [
          'set',
          `${role}.specialty`,
          [{ coding: [{ system: 'http://nucc.org/provider-taxonomy', code: '207X00000X' }] }],
        ],
        ['set', 'entry[8].resource.identifier', [{ system: 'urn:sites', value: 'S1' }]],
        ['set', 'entry[8].resource.address', { line: ['1 Main Street'], postalCode: '95501' }],
      ],
      {
        kind: 'professional',
        npi: '1234567893',
        name: 'Ilse Marchetti',
        specialties: ['207X00000X'],
        sites: [
          {
            organization: [],
            location: {
              identifiers: [{ system: 'urn:sites', value: 'S1' }],
              name: 'Second floor',
              line: '1 Main Street',
              postalCode: '95501',
            },
          },
        ],
      },
    ],
    [
      'a PractitionerRole: site by organization',
      [
        ['set', `${role}.organization`, to(4)],
        ['remove', `${role}.location`],
      ],
      { sites: [{ organization: [npi('1679576722')] }] },
    ],
    [
      'a PractitionerRole: site by identifiers only',
      [
        ['set', `${role}.organization`, named('Organization', '1679576722', 'Clinic')],
        ['set', `${role}.location`, [{ identifier: { system: 'urn:sites', value: 'S1' } }]],
      ],
      {
        sites: [
          {
            organization: [npi('1679576722')],
            location: { identifiers: [{ system: 'urn:sites', value: 'S1' }] },
          },
        ],
      },
    ],
    [
      'a PractitionerRole whose practitioner is given by identifier',
      [['set', `${role}.practitioner`, named('Practitioner', '1558598797', 'A. Other')]],
      { kind: 'professional', npi: '1558598797', name: 'A. Other' },
    ],
    ['a Practitioner, no site', [team(member(1, to(7), false))], { npi: '1234567893', specialties: [], sites: [] }],
    [
      'an Organization',
      [team(member(1, to(4), false))],
      { kind: 'organization', npi: '1679576722', name: 'Clinic on the Hill' },
    ],
    [
      'a professional without NPI',
      [['remove', 'entry[6].resource.identifier']],
      { kind: 'professional', npi: undefined, name: 'Ilse Marchetti' },
    ],
    [
      'a professional whose NPI has not ten digits',
      [['set', 'entry[6].resource.identifier[0].value', '123,456']],
      { kind: 'professional', npi: undefined },
    ],
  ];
  test.each(parties)('%s', (_title, changes, expected) => {
    expect(firstItem(changes).requested).toMatchObject([expected]);
  });
});

describe('one person named more than once is one', () => {
  const cardiology = { coding: [{ system: 'http://nucc.org/provider-taxonomy', code: '207RC0000X' }] };
  const heartFailure = { coding: [{ system: 'http://nucc.org/provider-taxonomy', code: '207RA0001X' }] };
  const roleAt = (group: string, specialty: object, who: object = to(7)) => ({
    resourceType: 'PractitionerRole',
    practitioner: who,
    organization: named('Organization', group, 'Clinic'),
    specialty: [specialty],
  });
  const unnumbered = { resourceType: 'Practitioner', name: [{ family: 'Nameless' }] };
  const twice = team(member(1, toAdded(9), false), member(2, toAdded(10), false));

  test('one role in two careTeam entries', () => {
    const changes = [team(member(1, to(6), false), member(2, to(6), false)), ofItem(1, 2)];
    expect(firstItem(changes).requested).toEqual(firstItem([]).requested);
    expect(firstItem(changes).requested).toHaveLength(1);
  });

  test('two roles of one NPI: with the specialties and the sites of both', () => {
    const roles = [added(9, roleAt('1679576722', cardiology)), added(10, roleAt('1003000126', heartFailure))];
    expect(firstItem([...roles, twice, ofItem(1, 2)]).requested).toEqual([
      {
        kind: 'professional',
        npi: '1234567893',
        name: 'Ilse Marchetti',
        specialties: ['207RC0000X', '207RA0001X'],
        sites: [{ organization: [npi('1679576722')] }, { organization: [npi('1003000126')] }],
      },
    ]);
  });

  test('two entries of one NPI, and two roles at one site', () => {
    const again = practitioner('1234567893', 'Marchetti-Again');
    const roles = [
      added(9, roleAt('1679576722', cardiology)),
      added(10, roleAt('1679576722', cardiology, toAdded(11))),
      added(11, again),
    ];
    expect(firstItem([...roles, twice, ofItem(1, 2)]).requested).toMatchObject([
      { npi: '1234567893', specialties: ['207RC0000X'], sites: [{ organization: [npi('1679576722')] }] },
    ]);
  });

  test('an entry that names no site leaves it to the one that does', () => {
    const changes = [
      added(9, roleAt('1679576722', cardiology)),
      team(member(1, to(7), false), member(2, toAdded(9), false)),
      ofItem(1, 2),
    ];
    expect(firstItem(changes).requested).toMatchObject([{ sites: [{ organization: [npi('1679576722')] }] }]);
  });

  test('without an NPI: two roles of one entry are one, two entries are two, whatever their names', () => {
    const roleOf = (number: number) => roleAt('1679576722', cardiology, toAdded(number));
    const one = [added(9, roleOf(11)), added(10, roleOf(11)), added(11, unnumbered)];
    expect(firstItem([...one, twice, ofItem(1, 2)]).requested).toHaveLength(1);
    const two = [added(9, roleOf(11)), added(10, roleOf(12)), added(11, unnumbered), added(12, unnumbered)];
    expect(firstItem([...two, twice, ofItem(1, 2)]).requested).toHaveLength(2);
  });

  test('without an NPI, by identifier: the same one is one, another is another, none is everybody’s', () => {
    const licensed = (value?: string) => ({
      type: 'Practitioner',
      display: 'A. Nobody',
      ...(value === undefined ? {} : { identifier: { system: 'urn:licences', value } }),
    });
    const requested = (...values: readonly (string | undefined)[]) =>
      firstItem([...free, performer(...values.map(licensed))]).requested;
    expect(requested('A1', 'A1')).toHaveLength(1);
    expect(requested('A1', 'A2')).toHaveLength(2);
    expect(requested(undefined, undefined)).toHaveLength(2);
  });

  test('as members of the team of the whole Claim, and as performers', () => {
    const whole = [...free, team(member(1, to(6), true), member(2, to(7), true))];
    expect(firstItem(whole).requested).toHaveLength(1);
    expect(firstItem([...free, performer(to(6), to(7))]).requested).toHaveLength(1);
  });

  test('an organization with the NPI of a professional is another party', () => {
    const changes = [...free, performer(to(7), named('Organization', '1234567893', 'Marchetti Inc.'))];
    expect(firstItem(changes).requested.map(({ kind }) => kind)).toEqual(['professional', 'organization']);
  });
});

describe('the first opinion', () => {
  const rows: readonly (readonly [title: string, changes: readonly Change[], expected: readonly string[]])[] = [
    ['is not known where only organizations ask', [], []],
    ['is the requester of the order', [other, ['set', `${order}.requester`, toAdded(9)]], ['1558598797']],
    [
      'is the requester of the order, by identifier',
      [['set', `${order}.requester`, named('Practitioner', '1558598797', 'Other')]],
      ['1558598797'],
    ],
    [
      'is Claim.provider',
      [added(9, { resourceType: 'PractitionerRole', practitioner: toAdded(10) }), third, providerIs(toAdded(9))],
      ['1003000126'],
    ],
    [
      'is a careTeam member who is not requested',
      [other, team(member(1, to(6), false), member(2, toAdded(9), true))],
      ['1558598797'],
    ],
    [
      'is not who another item requests',
      [
        other,
        team(member(1, to(6), false), member(2, toAdded(9), false)),
        ['set', `${claim}.item[1].careTeamSequence`, [2]],
      ],
      [],
    ],
    [
      'is the requester of the order, even if the same is requested',
      [['set', `${order}.requester`, to(7)]],
      ['1234567893'],
    ],
    ['is told once', [other, ['set', `${order}.requester`, toAdded(9)], providerIs(toAdded(9))], ['1558598797']],
    [
      'is not known without an NPI',
      [
        added(9, { resourceType: 'Practitioner', name: [{ family: 'Other' }] }),
        ['set', `${order}.requester`, toAdded(9)],
      ],
      [],
    ],
    ['is not the member who asks', [['set', `${order}.requester`, to(2)]], []],
  ];
  test.each(rows)('%s', (_title, changes, expected) => {
    expect(firstItem(changes).firstOpinion).toEqual(expected);
  });

  test('each item has its own requested; the others of the team gave the first opinion', () => {
    const changes: readonly Change[] = [
      other,
      third,
      team(member(1, to(6), false), member(2, toAdded(9), false), member(3, toAdded(10), false)),
      ['set', `${claim}.item[1].careTeamSequence`, [2]],
    ];
    const items = readWith(changes).items.map(({ requested, firstOpinion }) => [
      requested.map((party) => party.npi),
      firstOpinion,
    ]);
    expect(items).toEqual([
      [['1234567893'], ['1003000126']],
      [['1558598797'], ['1003000126']],
    ]);
  });
});
