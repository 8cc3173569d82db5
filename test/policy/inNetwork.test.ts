import { describe } from 'vitest';
import { known, unknown } from '../../src/policy/evidence.ts';
import type { NetworkStanding, ProfessionalStanding } from '../../src/policy/facts.ts';
import { answerTable, asked, doctor, excluded, named, revoked, secondDoctor } from './answerTable.ts';
import {
  alternatives,
  asOf,
  candidate,
  inside,
  npi,
  organization,
  outside,
  professional,
  undated,
} from './builders.ts';

const within = known(inside, asOf);
const group = (network: NetworkStanding) => organization({ network: known(network, asOf) });
const nothingShown: Partial<ProfessionalStanding> = {
  licences: unknown('No licence of record'),
  specialties: [],
  certifications: [],
};
const lapsed: Partial<ProfessionalStanding> = {
  licences: known([{ licenceClass: 'MD', status: 'active', period: { start: '2000-01-01', end: '2026-12-09' } }], asOf),
};
const formerlyExcluded = { exclusions: known([{ list: 'sam', period: { end: '2026-12-09' } }], asOf) };
const listed = alternatives({ candidates: [candidate()] });

describe('row 6: in network, no permission needed', () => {
  answerTable([
    ['at the only site', 6, asked(inside), 'No permission from the plan is needed'],
    ['at the site named', 6, asked(named({ start: '2020-01-01' }))],
    ['from the day itself', 6, asked(named({ start: '2026-12-10' }))],
    ['until the day itself', 6, asked(named({ start: '2020-01-01', end: '2026-12-10' }))],
    ['qualification unknown', 6, asked(inside, nothingShown)],
    ['screening not shown', 6, asked(inside, { exclusions: unknown('The list is stale') })],
    ['an exclusion that ended the day before', 6, asked(inside, formerlyExcluded)],
    ['not yet enrolled with Medi-Cal', 6, asked(inside, { enrolments: known([{ start: '2027-01-01' }], asOf) })],
    ['the first professional again', 6, { ...asked(inside), firstOpinion: [npi.requested] }],
    ['no diagnosis', 6, { ...asked(inside), diagnoses: [] }],
    ['another one to be had', 6, { ...asked(inside), alternatives: listed }],
    ['an affiliated organization', 6, { requested: [group(inside)] }],
    ['two, both in', 6, { requested: [doctor(within), secondDoctor(inside)] }],
    ['a professional and an organization, both in', 6, { requested: [doctor(within), group(inside)] }],
  ]);
});

describe('row 7: in network but barred', () => {
  answerTable([
    ['excluded', 7, asked(inside, excluded), 'look at the provider’s standing'],
    ['licence revoked', 7, asked(inside, revoked)],
    ['licence ended the day before', 7, asked(inside, lapsed)],
    ['excluded AND licence revoked', 7, asked(inside, { ...excluded, ...revoked })],
    ['two in, one of them excluded', 7, { requested: [doctor(within), secondDoctor(inside, excluded)] }],
  ]);
});

const inHereOutThere: NetworkStanding = {
  sites: [...inside.sites, { label: 'Hill Clinic', memberships: [] }],
  siteNamed: false,
};
const withoutNpi = professional({ npi: undefined, network: unknown('named without an NPI') });

describe('row 8: network unknown', () => {
  answerTable([
    [
      'in here, out there, no site named',
      8,
      asked(inHereOutThere),
      'not established that the requested provider is in',
    ],
    ['an undated role', 8, asked(undated)],
    ['an undated role at the site named', 8, asked(named({}))],
    ['named without an NPI', 8, { requested: [withoutNpi] }],
    ['an undated role AND excluded', 8, asked(undated, excluded)],
    ['two, one in and one unknown', 8, { requested: [doctor(within), secondDoctor(undated)] }],
    ['two, both unknown', 8, { requested: [doctor(known(undated, asOf)), secondDoctor(undated)] }],
  ]);
});

describe('one who is out makes the item out; an organization not in goes to people', () => {
  answerTable([
    ['two, one in and one out', 10, { requested: [doctor(within), secondDoctor(outside)] }, 'not in the network'],
    ['two, both out', 10, { requested: [doctor(known(outside, asOf)), secondDoctor(outside)] }],
    ['two, one out and one unknown', 10, { requested: [doctor(known(outside, asOf)), secondDoctor(undated)] }],
    ['an organization not affiliated', 10, { requested: [group(outside)] }, 'not in the network'],
    ['an organization, affiliation undated', 10, { requested: [group(undated)] }, 'not established'],
    ['a professional in, the organization out', 10, { requested: [doctor(within), group(outside)] }],
  ]);
});
