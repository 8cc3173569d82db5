import fc from 'fast-check';
import { equivalentSpecialties } from '../../src/policy/data/equivalentSpecialties.ts';
import { type DatePeriod, type Evidence, known, type LocalDate, unknown } from '../../src/policy/evidence.ts';
import type {
  AlternativeFacts,
  AskerFacts,
  CandidateFacts,
  CaseFacts,
  CoverageFacts,
  Exclusion,
  ItemFacts,
  Licence,
  MemberFacts,
  NetworkStanding,
  ProfessionalStanding,
  ReasonCode,
  RequestedParty,
  UrgencySignal,
} from '../../src/policy/facts.ts';
import { alternatives, asOf, inside, item, npi, outside, receivedOn, standing, undated } from './builders.ts';

/** Six times in seven `good`, so that whole cases are often good in everything but one thing. */
function mostly<T>(good: T, others: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: others });
}

function evidence<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Evidence<T>> {
  return fc.oneof(
    value.map((of) => known(of, asOf)),
    fc.constant(unknown('Nothing of record')),
  );
}

function day(from: LocalDate, earliest: number, latest: number): fc.Arbitrary<LocalDate> {
  const first = Temporal.PlainDate.from(from);
  return fc.integer({ min: earliest, max: latest }).map((days) => first.add({ days }).toString());
}

const anyDay = day(receivedOn, -60, 200);
const period: fc.Arbitrary<DatePeriod> = fc.record({ start: anyDay, end: anyDay }, { requiredKeys: [] });
const npis = fc.constantFrom(...Object.values(npi));
const someNpi = fc.option(npis, { nil: undefined });

export const physicalDiagnoses = ['K50.90', 'I25.10', 'C50.911', 'M54.5', 'R10.9', 'Z94.0'] as const;
export const mentalDiagnoses = ['F32.9', 'F10.20', 'F84.0', 'F03.90', 'F20.9'] as const;
export const dangerDiagnoses = ['R45.851', 'X78.9XXA', 'T14.91XA'] as const;
const diagnosis = fc.constantFrom(...physicalDiagnoses, ...mentalDiagnoses, ...dangerDiagnoses);

const codes = fc.uniqueArray(
  fc.constantFrom(
    ...equivalentSpecialties.flat(),
    '208C00000X',
    '103TC0700X',
    '174400000X',
    '193200000X',
    '390200000X',
    '999999999X',
  ),
  { maxLength: 3 },
);

const licence: fc.Arbitrary<Licence> = fc.record(
  {
    licenceClass: fc.constantFrom('MD', 'DO', 'PSY', 'OD', 'NP', 'RN', ''),
    status: fc.constantFrom('active', 'inactive', 'revoked', 'pending', 'unknown'),
    period,
    validInCalifornia: fc.boolean(),
  },
  { requiredKeys: ['licenceClass'] },
);

const exclusion: fc.Arbitrary<Exclusion> = fc.record(
  { list: fc.constantFrom('oig-leie', 'sam', 'another-list'), period },
  { requiredKeys: ['list'] },
);

const good = standing();

const standings: fc.Arbitrary<ProfessionalStanding> = fc.record({
  licences: mostly(good.licences, evidence(fc.array(licence, { maxLength: 3 }))),
  certifications: mostly(good.certifications, codes),
  specialties: mostly(good.specialties, codes),
  enrolments: mostly(good.enrolments, evidence(fc.array(period, { maxLength: 2 }))),
  exclusions: mostly(good.exclusions, evidence(fc.array(exclusion, { maxLength: 2 }))),
});

const sites = fc.array(
  fc.record({
    label: fc.constantFrom('Harbor Clinic', 'Hill Clinic'),
    memberships: fc.array(period, { maxLength: 2 }),
  }),
  { maxLength: 3 },
);

const networks: fc.Arbitrary<Evidence<NetworkStanding>> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(known(outside, asOf)) },
  { weight: 2, arbitrary: fc.constantFrom(known(inside, asOf), known(undated, asOf)) },
  { weight: 2, arbitrary: evidence(fc.record({ sites, siteNamed: fc.boolean() })) },
);

export const parties: fc.Arbitrary<RequestedParty> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('professional' as const),
      npi: mostly<string | undefined>(npi.requested, someNpi),
      name: fc.constant('Dr. Ada Quill'),
      network: networks,
      standing: standings,
      groups: fc.array(npis, { maxLength: 2 }),
      sharesGroupWithFirstOpinion: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('organization' as const),
      npi: someNpi,
      name: fc.constant('Harbor Group'),
      network: networks,
    }),
  },
);

const candidates: fc.Arbitrary<CandidateFacts> = fc.record({
  npi: someNpi,
  name: fc.constant('Dr. Ben Reed'),
  role: fc.constantFrom('PractitionerRole/reed', 'PractitionerRole/vale'),
  site: fc.constant('Harbor Clinic'),
  membership: fc.option(period, { nil: undefined }),
  accepting: evidence(
    fc.constantFrom('new-patients', 'existing-patients-only', 'existing-patients-and-families', 'no-patients'),
  ),
  isOwnPatient: fc.boolean(),
  distance: evidence(fc.double({ min: 0, max: 400, noNaN: true })),
  telehealth: evidence(fc.boolean()),
  languages: evidence(fc.subarray(['en', 'es', 'hmn'])),
  standing: standings,
});

const searches: fc.Arbitrary<AlternativeFacts> = fc.record(
  {
    specialties: codes,
    searched: fc.constantFrom('requested-specialty', 'diagnosis-map', 'nothing-known'),
    needs: fc.record({
      language: evidence(fc.constantFrom('en', 'es-MX', 'tl')),
      county: evidence(fc.constantFrom('Napa', 'Solano County', 'Elsewhere')),
    }),
    incomplete: fc.constant('more than 1000 roles in these specialties'),
    candidates: fc.array(candidates, { maxLength: 4 }),
  },
  { requiredKeys: ['specialties', 'searched', 'needs', 'candidates'] },
);

const plain = item();

const coverages: fc.Arbitrary<CoverageFacts> = fc.record(
  { activeProducts: fc.constantFrom([], ['medi-cal'], ['other']), policyApplies: fc.boolean(), period },
  { requiredKeys: ['activeProducts', 'policyApplies'] },
);

/** Any item, though mostly a consultation that the policy applies to. */
export const items: fc.Arbitrary<ItemFacts> = fc.record({
  sequence: fc.integer({ min: 1, max: 99 }),
  isOpinion: mostly(true, fc.boolean()),
  serviceDate: mostly(plain.serviceDate, anyDay),
  coverage: mostly(plain.coverage, coverages),
  diagnoses: mostly(plain.diagnoses, fc.array(diagnosis, { maxLength: 3 })),
  age: mostly(plain.age, evidence(fc.integer({ min: 0, max: 110 }))),
  requested: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(parties) },
    { weight: 1, arbitrary: fc.array(parties, { maxLength: 3 }) },
  ),
  firstOpinion: mostly(plain.firstOpinion, fc.uniqueArray(npis, { maxLength: 2 })),
  alternatives: mostly(alternatives(), searches),
  orderProblem: mostly(undefined, fc.constantFrom('not-to-be-performed' as const, 'entered-in-error' as const)),
});

export const urgencySignals: fc.Arbitrary<readonly UrgencySignal[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('provider-mark', 'mark', 'psychological-state', 'phrase'),
    code: fc.constantFrom('1338|U', 'stat', 'ICD-10-CM R45.851', 'imminent'),
    expression: fc.constantFrom('Claim.priority', 'Claim.diagnosis[0]'),
  }),
  { maxLength: 3 },
);

const members: fc.Arbitrary<MemberFacts> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      identified: fc.constant(true as const),
      birthDate: day('1930-01-01', 0, 30_000),
      doubts: mostly<readonly string[]>([], fc.constant(['The name given differs from the one of record'])),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      identified: fc.constant(false as const),
      problem: fc.constantFrom('number-not-of-record', 'birth-date-contradicts'),
    }),
  },
);

const askers: fc.Arbitrary<AskerFacts> = fc.record({
  kind: fc.constantFrom('member', 'representative', 'health-professional', 'unknown'),
  verified: fc.boolean(),
});

const signal = { code: 'v2-0336|S', expression: 'Claim.item[0].extension[0]' };
const reasons = fc.uniqueArray(fc.constantFrom<ReasonCode>('R1', 'R2', 'R3', 'R4', 'R5', 'OTHER'), { maxLength: 3 });

/** Any case, received while a version of the policy is held. */
export const cases: fc.Arbitrary<CaseFacts> = fc.record({
  receivedOn: mostly(receivedOn, day('2025-11-12', 0, 900)),
  payerIsOurs: mostly(true, fc.boolean()),
  member: members,
  asker: askers,
  secondOpinionSignals: mostly([signal], fc.array(fc.constant(signal), { maxLength: 2 })),
  urgencySignals,
  reasons,
  primaryCareRefused: fc.boolean(),
  unreadable: mostly<readonly string[]>([], fc.constant(['Claim.careTeam[1].provider leads nowhere'])),
  items: fc.array(items, { minLength: 1, maxLength: 3 }),
});

export const options = fc.record({
  autoApprove: mostly(true, fc.boolean()),
  authorizationDays: fc.integer({ min: 0, max: 400 }),
});
