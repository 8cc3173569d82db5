import { known, unknown } from '../../src/policy/evidence.ts';
import type {
  AlternativeFacts,
  CandidateFacts,
  CaseFacts,
  ItemFacts,
  MemberNeeds,
  NetworkStanding,
  ProfessionalStanding,
  RequestedOrganization,
  RequestedProfessional,
} from '../../src/policy/facts.ts';

/** Invented people; the numbers have the NPI check digit. */
export const npi = {
  requested: '1234567893',
  alsoRequested: '2234567891',
  firstOpinion: '1003000126',
  candidate: '1558598797',
  otherCandidate: '1900000013',
  group: '1900000005',
} as const;

export const receivedOn = '2026-11-23';
export const serviceDate = '2026-12-10';
/** When the data of record were last seen. */
export const asOf = '2026-11-20';

export const gastroenterology = '207RG0100X';
/** Crohn's disease. */
export const crohns = 'K50.90';

export const outside: NetworkStanding = { sites: [], siteNamed: false };

/** In network at one site for years before and after the service date. */
export const inside: NetworkStanding = {
  sites: [{ label: 'Harbor Clinic', memberships: [{ start: '2020-01-01' }] }],
  siteNamed: false,
};

export const undated: NetworkStanding = { sites: [{ label: 'Harbor Clinic', memberships: [{}] }], siteNamed: false };

/** A gastroenterologist with everything shown. */
export function standing(changes: Partial<ProfessionalStanding> = {}): ProfessionalStanding {
  return {
    licences: known(
      [{ licenceClass: 'MD', status: 'active', period: { start: '2015-07-01', end: '2031-06-30' } }],
      asOf,
    ),
    certifications: [gastroenterology],
    specialties: [gastroenterology],
    enrolments: known([{ start: '2018-03-01' }], asOf),
    exclusions: known([], asOf),
    ...changes,
  };
}

/** Out of network unless changed. */
export function professional(changes: Partial<RequestedProfessional> = {}): RequestedProfessional {
  return {
    kind: 'professional',
    npi: npi.requested,
    name: 'Dr. Ada Quill',
    network: known(outside, asOf),
    standing: standing(),
    groups: [],
    sharesGroupWithFirstOpinion: false,
    ...changes,
  };
}

export function organization(changes: Partial<RequestedOrganization> = {}): RequestedOrganization {
  return { kind: 'organization', npi: npi.group, name: 'Harbor Group', network: known(outside, asOf), ...changes };
}

/** A network gastroenterologist with everything shown that can be. */
export function candidate(changes: Partial<CandidateFacts> = {}): CandidateFacts {
  return {
    npi: npi.candidate,
    name: 'Dr. Ben Reed',
    role: 'PractitionerRole/reed',
    site: 'Harbor Clinic',
    membership: { start: '2020-01-01' },
    accepting: known('new-patients', asOf),
    isOwnPatient: false,
    distance: unknown('No position of record'),
    telehealth: known(false, asOf),
    languages: unknown('No language of record'),
    standing: standing(),
    ...changes,
  };
}

/** A member who speaks English and lives in a county where the standard for specialists is 45 miles or 75 minutes. */
export const needs: MemberNeeds = { language: known('en', asOf), county: known('Napa', asOf) };

/** Nobody in the network: proven none. */
export function alternatives(changes: Partial<AlternativeFacts> = {}): AlternativeFacts {
  return { specialties: [gastroenterology], searched: 'requested-specialty', needs, candidates: [], ...changes };
}

/** A consultation with an out-of-network professional for whom all of row 9 is shown. */
export function item(changes: Partial<ItemFacts> = {}): ItemFacts {
  return {
    sequence: 1,
    isOpinion: true,
    serviceDate,
    coverage: { activeProducts: ['medi-cal'], policyApplies: true, period: { start: '2024-01-01' } },
    diagnoses: [crohns],
    age: known(52, serviceDate),
    requested: [professional()],
    firstOpinion: [npi.firstOpinion],
    alternatives: alternatives(),
    ...changes,
  };
}

/** A case of one such item: row 9 unless changed. */
export function facts(changes: Partial<CaseFacts> = {}): CaseFacts {
  return {
    receivedOn,
    payerIsOurs: true,
    member: { identified: true, birthDate: '1974-02-11', doubts: [] },
    asker: { kind: 'health-professional', verified: true },
    secondOpinionSignals: [{ code: 'v2-0336|S', expression: 'Claim.item[0].extension[0]' }],
    urgencySignals: [],
    reasons: ['R5'],
    primaryCareRefused: false,
    unreadable: [],
    items: [item()],
    ...changes,
  };
}
