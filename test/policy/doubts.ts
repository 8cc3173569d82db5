import type { Answer } from '../../src/policy/answer.ts';
import { known, unknown } from '../../src/policy/evidence.ts';
import type {
  AlternativeFacts,
  ItemFacts,
  Licence,
  ProfessionalStanding,
  RequestedProfessional,
} from '../../src/policy/facts.ts';
import { asOf, candidate, npi, undated } from './builders.ts';

/** One thing row 9 needs, made unknown or no. */
export interface Doubt {
  /** The finding that changes. */
  readonly predicate: string;
  readonly answer: Exclude<Answer, 'yes'>;
  /** What changes it. */
  readonly by: string;
  readonly row: 8 | 10;
  readonly change: (item: ItemFacts) => ItemFacts;
}

function aboutProfessional(change: (party: RequestedProfessional) => Partial<RequestedProfessional>) {
  return (item: ItemFacts): ItemFacts => ({
    ...item,
    requested: item.requested.map((party) => (party.kind === 'professional' ? { ...party, ...change(party) } : party)),
  });
}

function aboutStanding(changes: Partial<ProfessionalStanding>) {
  return aboutProfessional(({ standing }) => ({ standing: { ...standing, ...changes } }));
}

function aboutAlternatives(changes: Partial<AlternativeFacts>) {
  return (item: ItemFacts): ItemFacts => ({ ...item, alternatives: { ...item.alternatives, ...changes } });
}

const withLicence = (licence: Partial<Licence>) =>
  aboutStanding({
    licences: known([{ licenceClass: 'MD', status: 'active', period: { start: '2015-07-01' }, ...licence }], asOf),
  });

const withSpecialties = (...codes: readonly string[]) => aboutStanding({ specialties: codes, certifications: codes });

/** Predicate, answer, how, row. */
const rows: readonly (readonly [string, Doubt['answer'], string, Doubt['row'], Doubt['change']])[] = [
  ['primary-care-or-specialist', 'unknown', 'no taxonomy of record', 10, withSpecialties()],
  ['primary-care-or-specialist', 'unknown', 'another licensed professional', 10, withSpecialties('152W00000X')],
  ['primary-care-or-specialist', 'unknown', 'a vague taxonomy', 10, withSpecialties('174400000X')],
  ['primary-care-or-specialist', 'no', 'a group’s taxonomy', 10, withSpecialties('193200000X')],
  [
    'licence-active',
    'unknown',
    'no licence of record',
    10,
    aboutStanding({ licences: unknown('No licence of record') }),
  ],
  ['licence-active', 'unknown', 'an empty list', 10, aboutStanding({ licences: known([], asOf) })],
  ['licence-active', 'unknown', 'no status', 10, withLicence({ status: undefined })],
  ['licence-active', 'unknown', 'no start', 10, withLicence({ period: {} })],
  ['licence-active', 'unknown', 'valid elsewhere', 10, withLicence({ validInCalifornia: false })],
  ['licence-active', 'no', 'revoked', 10, withLicence({ status: 'revoked' })],
  ['licence-active', 'no', 'begins after the service', 10, withLicence({ period: { start: '2099-01-01' } })],
  ['within-scope-of-practice', 'unknown', 'a class that no list names', 10, withLicence({ licenceClass: 'NP' })],
  ['within-scope-of-practice', 'unknown', 'a licence for other conditions', 10, withLicence({ licenceClass: 'OD' })],
  [
    'within-scope-of-practice',
    'unknown',
    'the class in scope is not shown active, the active one is not in scope',
    10,
    aboutStanding({
      licences: known(
        [
          { licenceClass: 'MD', period: { start: '2015-07-01' } },
          { licenceClass: 'RN', status: 'active', period: { start: '2015-07-01' } },
        ],
        asOf,
      ),
    }),
  ],
  ['related-clinical-background', 'unknown', 'no diagnosis', 10, (item) => ({ ...item, diagnoses: [] })],
  ['related-clinical-background', 'unknown', 'a symptom only', 10, (item) => ({ ...item, diagnoses: ['R10.9'] })],
  ['related-clinical-background', 'unknown', 'another specialty', 10, withSpecialties('207ND0101X')],
  [
    'related-clinical-background',
    'unknown',
    'an adult specialist, the age not known',
    10,
    (item) => ({ ...withSpecialties('207RG0100X')(item), diagnoses: ['K50.90'], age: unknown('No date of birth') }),
  ],
  [
    'medi-cal-certified',
    'unknown',
    'nothing of record',
    10,
    aboutStanding({ enrolments: unknown('Nothing of record') }),
  ],
  ['medi-cal-certified', 'unknown', 'undated', 10, aboutStanding({ enrolments: known([{}], asOf) })],
  ['medi-cal-certified', 'no', 'ended', 10, aboutStanding({ enrolments: known([{ end: '2020-01-01' }], asOf) })],
  ['not-excluded', 'unknown', 'screening not shown', 10, aboutStanding({ exclusions: unknown('The list is stale') })],
  ['not-excluded', 'no', 'on a list', 10, aboutStanding({ exclusions: known([{ list: 'sam' }], asOf) })],
  ['independent-of-first-opinion', 'unknown', 'nobody known', 10, (item) => ({ ...item, firstOpinion: [] })],
  ['independent-of-first-opinion', 'unknown', 'no NPI', 10, aboutProfessional(() => ({ npi: undefined }))],
  [
    'independent-of-first-opinion',
    'no',
    'the first professional again',
    10,
    (item) => ({ ...item, firstOpinion: item.requested.flatMap((party) => party.npi ?? []) }),
  ],
  [
    'network-professional-available',
    'unknown',
    'the search was incomplete',
    10,
    aboutAlternatives({ incomplete: 'more than 1000 roles' }),
  ],
  [
    'network-professional-available',
    'unknown',
    'no specialty to look for',
    10,
    aboutAlternatives({ specialties: [], searched: 'nothing-known', candidates: [] }),
  ],
  [
    'network-professional-available',
    'unknown',
    'a candidate not proven unavailable',
    10,
    (item) => ({
      ...aboutAlternatives({ candidates: [candidate({ npi: npi.otherCandidate })] })(item),
      firstOpinion: [npi.firstOpinion],
    }),
  ],
  ['in-network', 'unknown', 'an undated role', 8, aboutProfessional(() => ({ network: known(undated, asOf) }))],
  ['in-network', 'unknown', 'nobody looked', 8, aboutProfessional(() => ({ network: unknown('not looked up') }))],
];

/** Every way in which one predicate of row 9 can be left unshown. */
export const doubts: readonly Doubt[] = rows.map(([predicate, answer, by, row, change]) => ({
  predicate,
  answer,
  by,
  row,
  change,
}));
