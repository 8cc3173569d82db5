import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/policy/answer.ts';
import {
  type AlternativeQuestion,
  availability,
  type Predicate,
  viewCandidates,
} from '../../src/policy/availability.ts';
import type { DistanceStandards } from '../../src/policy/data/distanceStandards.ts';
import { known, unknown } from '../../src/policy/evidence.ts';
import type { CandidateFacts } from '../../src/policy/facts.ts';
import { alternatives, asOf, candidate, crohns, needs, npi, serviceDate, standing } from './builders.ts';
import { table } from './table.ts';

const question: AlternativeQuestion = {
  alternatives: alternatives({ candidates: [candidate()] }),
  diagnosis: crohns,
  age: known(52, serviceDate),
  serviceDate,
  firstOpinion: [npi.firstOpinion],
  mayBeSurgical: false,
};

const viewsOf = (candidates: readonly CandidateFacts[], changes: Partial<AlternativeQuestion> = {}) =>
  viewCandidates({
    ...question,
    ...changes,
    alternatives: { ...(changes.alternatives ?? question.alternatives), candidates },
  });

interface Row {
  readonly predicate: Predicate['id'];
  readonly of: string;
  readonly answer: Answer;
  readonly changes?: Partial<CandidateFacts>;
  readonly asked?: Partial<AlternativeQuestion>;
}

const revoked = known([{ licenceClass: 'MD', status: 'revoked' } as const], asOf);
const primaryCare = standing({ specialties: ['207Q00000X'], certifications: ['207RG0100X'] });
const speaking = (language: string) => alternatives({ needs: { ...needs, language: known(language, asOf) } });
const listed = known([{ list: 'sam' }], asOf);

const ownStandards: DistanceStandards = {
  source: 'The plan’s contract',
  effective: '2026-01-01',
  standards: [
    { care: 'primary-care', miles: 5, minutes: 15 },
    { care: 'specialist', miles: 20, minutes: 40 },
  ],
};

const rows: readonly Row[] = [
  { predicate: 'active-in-network', of: 'a membership in force', answer: 'yes' },
  {
    predicate: 'active-in-network',
    of: 'one that begins on the day',
    answer: 'yes',
    changes: { membership: { start: '2026-12-10' } },
  },
  {
    predicate: 'active-in-network',
    of: 'one that begins the day after',
    answer: 'no',
    changes: { membership: { start: '2026-12-11' } },
  },
  {
    predicate: 'active-in-network',
    of: 'one that ended the day before',
    answer: 'no',
    changes: { membership: { start: '2020-01-01', end: '2026-12-09' } },
  },
  {
    predicate: 'active-in-network',
    of: 'one that ends on the day',
    answer: 'yes',
    changes: { membership: { start: '2020-01-01', end: '2026-12-10' } },
  },
  { predicate: 'active-in-network', of: 'one without dates', answer: 'unknown', changes: { membership: {} } },
  { predicate: 'active-in-network', of: 'none of record', answer: 'unknown', changes: { membership: undefined } },
  { predicate: 'qualified', of: 'type, licence, scope and background shown', answer: 'yes' },
  {
    predicate: 'qualified',
    of: 'a revoked licence',
    answer: 'no',
    changes: { standing: standing({ licences: revoked }) },
  },
  {
    predicate: 'qualified',
    of: 'no licence of record',
    answer: 'unknown',
    changes: { standing: standing({ licences: unknown('No licence of record') }) },
  },
  {
    predicate: 'qualified',
    of: 'an empty list of licences',
    answer: 'unknown',
    changes: { standing: standing({ licences: known([], asOf) }) },
  },
  {
    predicate: 'qualified',
    of: 'an adult specialist for a child',
    answer: 'unknown',
    asked: { age: known(9, serviceDate) },
  },
  { predicate: 'qualified', of: 'no diagnosis', answer: 'unknown', asked: { diagnosis: undefined } },
  { predicate: 'accepting', of: 'new patients', answer: 'yes' },
  {
    predicate: 'accepting',
    of: 'existing patients only',
    answer: 'unknown',
    changes: { accepting: known('existing-patients-only', asOf) },
  },
  { predicate: 'accepting', of: 'no patients', answer: 'no', changes: { accepting: known('no-patients', asOf) } },
  {
    predicate: 'accepting',
    of: 'nothing of record',
    answer: 'unknown',
    changes: { accepting: unknown('not of record') },
  },
  {
    predicate: 'accepting',
    of: 'existing patients only, the member being one',
    answer: 'yes',
    changes: { accepting: known('existing-patients-only', asOf), isOwnPatient: true },
  },
  {
    predicate: 'accepting',
    of: 'existing patients and their families',
    answer: 'unknown',
    changes: { accepting: known('existing-patients-and-families', asOf) },
  },
  {
    predicate: 'accepting',
    of: 'existing patients and their families, the member being one',
    answer: 'yes',
    changes: { accepting: known('existing-patients-and-families', asOf), isOwnPatient: true },
  },
  {
    predicate: 'accepting',
    of: 'no patients, not even the member who is one',
    answer: 'no',
    changes: { accepting: known('no-patients', asOf), isOwnPatient: true },
  },
  { predicate: 'reachable', of: 'no distance of record', answer: 'unknown' },
  { predicate: 'reachable', of: '45 miles in Napa', answer: 'yes', changes: { distance: known(45, asOf) } },
  {
    predicate: 'reachable',
    of: '46 miles in Napa, which can be driven in 75 minutes',
    answer: 'unknown',
    changes: { distance: known(46, asOf) },
  },
  { predicate: 'reachable', of: '82 miles in Napa', answer: 'no', changes: { distance: known(82, asOf) } },
  {
    predicate: 'reachable',
    of: '82 miles, with telehealth',
    answer: 'unknown',
    changes: { distance: known(82, asOf), telehealth: known(true, asOf) },
  },
  {
    predicate: 'reachable',
    of: '82 miles, telehealth not known',
    answer: 'unknown',
    changes: { distance: known(82, asOf), telehealth: unknown('A service of the role is not of record') },
  },
  {
    predicate: 'reachable',
    of: '10 miles for primary care',
    answer: 'yes',
    changes: { distance: known(10, asOf), standing: primaryCare },
  },
  {
    predicate: 'reachable',
    of: '33 miles for primary care',
    answer: 'no',
    changes: { distance: known(33, asOf), standing: primaryCare },
  },
  {
    predicate: 'reachable',
    of: '43 miles in Napa, by the plan’s own standard of 20 miles or 40 minutes',
    answer: 'unknown',
    changes: { distance: known(43, asOf) },
    asked: { alternatives: alternatives({ needs: { ...needs, standards: ownStandards } }) },
  },
  {
    predicate: 'reachable',
    of: '44 miles in Napa, by the plan’s own standard of 20 miles or 40 minutes',
    answer: 'no',
    changes: { distance: known(44, asOf) },
    asked: { alternatives: alternatives({ needs: { ...needs, standards: ownStandards } }) },
  },
  { predicate: 'language', of: 'English needed', answer: 'yes' },
  {
    predicate: 'language',
    of: 'Spanish needed, nothing of record',
    answer: 'unknown',
    asked: { alternatives: speaking('es-MX') },
  },
  {
    predicate: 'language',
    of: 'Spanish needed and spoken',
    answer: 'yes',
    asked: { alternatives: speaking('es-MX') },
    changes: { languages: known(['en', 'es'], asOf) },
  },
  {
    predicate: 'language',
    of: 'Spanish needed, English spoken: an interpreter may do',
    answer: 'unknown',
    asked: { alternatives: speaking('es') },
    changes: { languages: known(['en'], asOf) },
  },
  {
    predicate: 'language',
    of: 'nothing of record of the member',
    answer: 'unknown',
    asked: { alternatives: alternatives({ needs: { ...needs, language: unknown('not of record') } }) },
  },
  { predicate: 'appointment', of: 'no appointment of record', answer: 'unknown' },
  { predicate: 'independent', of: 'another than the first opinion', answer: 'yes' },
  { predicate: 'independent', of: 'the first opinion', answer: 'no', changes: { npi: npi.firstOpinion } },
  { predicate: 'independent', of: 'no NPI', answer: 'unknown', changes: { npi: undefined } },
  { predicate: 'independent', of: 'nobody known for the first', answer: 'unknown', asked: { firstOpinion: [] } },
  { predicate: 'not-excluded', of: 'on no list', answer: 'yes' },
  { predicate: 'not-excluded', of: 'on a list', answer: 'no', changes: { standing: standing({ exclusions: listed }) } },
  {
    predicate: 'not-excluded',
    of: 'lists not loaded',
    answer: 'unknown',
    changes: { standing: standing({ exclusions: unknown('stale') }) },
  },
];

describe('what a network professional must show', () => {
  table(
    rows,
    ({ predicate, of, answer }) => `${predicate}: ${of} → ${answer}`,
    ({ predicate, answer, changes, asked }) => {
      const [view] = viewsOf([candidate(changes)], asked);
      expect(view?.predicates.find(({ id }) => id === predicate)?.answer).toBe(answer);
      // Reachability and appointments are never of record: one no decides, nothing else does.
      expect(view?.answer).toBe(answer === 'no' ? 'no' : 'unknown');
    },
  );

  it('asks eight things of each', () => {
    const ids = viewsOf([candidate()])[0]?.predicates.map(({ id }) => id);
    expect(ids?.toSorted()).toEqual([...new Set(rows.map(({ predicate }) => predicate))].toSorted());
  });
});

describe('the likeliest comes first', () => {
  const notAccepting = candidate({ npi: npi.requested, accepting: known('no-patients', asOf) });
  const lessShown = candidate({ npi: npi.alsoRequested, accepting: unknown('not of record') });
  const first = candidate({ npi: npi.candidate });
  const second = candidate({ npi: npi.otherCandidate });
  const nameless = candidate({ npi: undefined, membership: { start: '2020-01-01' } });
  const expected = [npi.candidate, npi.otherCandidate, npi.alsoRequested, undefined, npi.requested];

  table(
    [
      [notAccepting, lessShown, second, first, nameless],
      [nameless, first, second, lessShown, notAccepting],
      [lessShown, nameless, notAccepting, first, second],
    ],
    (order) => `from ${order.map((entry) => entry.npi ?? 'no NPI').join(', ')}`,
    (order) => {
      expect(viewsOf(order).map((view) => view.candidate.npi)).toEqual(expected);
    },
  );
});

describe('of two who show as much, the nearer comes first', () => {
  const at = (miles: number | undefined, own: string) =>
    candidate({ npi: own, distance: miles === undefined ? unknown('no position') : known(miles, asOf) });
  table(
    [
      [at(30, npi.candidate), at(4, npi.otherCandidate)],
      [at(80, npi.candidate), at(60, npi.otherCandidate)],
      [at(undefined, npi.candidate), at(70, npi.otherCandidate)],
    ],
    ([far, near]) => `${JSON.stringify(near?.distance)} before ${JSON.stringify(far?.distance)}`,
    (both) => {
      expect(viewsOf(both).map((view) => view.candidate.npi)).toEqual([npi.otherCandidate, npi.candidate]);
    },
  );
});

it('someone with everything shown makes the network available', () => {
  const [view] = viewsOf([candidate()]);
  if (view === undefined) throw new Error('no view of the candidate');
  const shown = { ...view, answer: 'yes' } as const;
  expect(availability(question.alternatives, [shown])).toEqual({
    state: 'available',
    because: '1 available in the network',
  });
});

const states: readonly (readonly [Partial<CandidateFacts>[], 'none' | 'unknown'])[] = [
  [[], 'none'],
  [[{ accepting: known('no-patients', asOf) }], 'none'],
  [[{ accepting: known('no-patients', asOf) }, { membership: { start: '2027-01-01' } }], 'none'],
  [[{}], 'unknown'],
  [[{ accepting: known('no-patients', asOf) }, {}], 'unknown'],
];

describe('availability', () => {
  table(
    states,
    ([changes, state]) =>
      `${changes.map((change) => Object.keys(change)[0] ?? 'as shown').join(' and ') || 'nobody'} → ${state}`,
    ([changes, state]) => {
      expect(availability(alternatives(), viewsOf(changes.map(candidate))).state).toBe(state);
    },
  );
});
