import { describe, expect, it } from 'vitest';
import type { CoverageFacts } from '../../src/policy/facts.ts';
import { answerTable, answerTo, asked, excluded, named } from './answerTable.ts';
import { alternatives, candidate, inside } from './builders.ts';
import { table } from './table.ts';

const none: CoverageFacts = { activeProducts: [], policyApplies: false };
const otherProduct: CoverageFacts = { activeProducts: ['another-product'], policyApplies: false };
const contradictory: CoverageFacts = { activeProducts: [], policyApplies: true };
const ended: CoverageFacts = { activeProducts: ['medi-cal'], policyApplies: true, period: { end: '2026-12-09' } };
const unmarked = { secondOpinionSignals: [] };
const inNetwork = asked(inside);

describe('row 2: coverage', () => {
  answerTable([
    [
      'no coverage active on the service date',
      2,
      { coverage: none },
      'no coverage of record with this plan on 2026-12-10',
    ],
    ['a product the policy does not apply to', 2, { coverage: otherProduct }, 'does not apply to the member’s product'],
    ['no active product, yet said to apply', 2, { coverage: contradictory }, 'no coverage of record'],
    ['the coverage ended the day before', 2, { coverage: ended }, 'no coverage of record'],
    ['no coverage AND a treatment AND past', 2, { coverage: none, isOpinion: false, serviceDate: '2026-01-01' }],
    ['no coverage AND nobody requested', 2, { coverage: none, requested: [] }],
    ['no coverage AND in network', 2, { coverage: none, ...inNetwork }],
    ['no coverage AND no signal', 2, { coverage: none }, '', unmarked],
  ]);
});

describe('row 3: not the opinion itself', () => {
  answerTable([
    ['no second-opinion signal', 3, {}, 'Nothing on the request marks it', unmarked],
    ['no second-opinion signal AND in network', 3, inNetwork, '', unmarked],
    ['no second-opinion signal AND nobody requested', 3, { requested: [] }, '', unmarked],
    ['a treatment', 3, { isOpinion: false }, 'a test or treatment'],
    ['a treatment AND in network', 3, { isOpinion: false, ...inNetwork }],
    ['a treatment AND excluded', 3, { isOpinion: false, ...asked(named({ start: '2020-01-01' }), excluded) }],
    ['a treatment AND a past date', 3, { isOpinion: false, serviceDate: '2026-11-22' }],
  ]);

  it('without a signal cites VI.C all the same: the item belongs to TAR', () => {
    expect(answerTo({}, unmarked).findings).toMatchObject([
      { clause: 'VI.C', id: 'treatment-authorization', answer: 'yes' },
    ]);
  });
});

describe('row 4: a date before receipt on 2026-11-23', () => {
  answerTable([
    ['the day before', 4, { serviceDate: '2026-11-22' }, '2026-11-22 lies before the day of receipt'],
    ['the day before AND in network', 4, { serviceDate: '2026-11-22', ...inNetwork }],
    ['the day before AND nobody requested', 4, { serviceDate: '2026-11-22', requested: [] }],
    ['the day of receipt', 9, { serviceDate: '2026-11-23' }],
    ['the day after', 9, { serviceDate: '2026-11-24' }],
  ]);
});

describe('row 10, before anybody is looked for: the order contradicts the request', () => {
  const negated = { orderProblem: 'not-to-be-performed' } as const;
  const inError = { orderProblem: 'entered-in-error' } as const;
  answerTable([
    ['not to be performed', 10, negated, 'is not to be performed'],
    ['not to be performed AND in network', 10, { ...negated, ...inNetwork }],
    ['not to be performed AND nobody requested', 10, { ...negated, requested: [] }],
    ['entered in error', 10, inError, 'was entered in error'],
    ['entered in error AND in network', 10, { ...inError, ...inNetwork }],
    ['not to be performed AND no coverage', 2, { ...negated, coverage: none }],
    ['not to be performed AND no signal', 3, negated, '', unmarked],
    ['not to be performed AND past', 4, { ...negated, serviceDate: '2026-11-22' }],
  ]);

  it.each([
    [{}, {}],
    [{ coverage: none }, {}],
    [{}, unmarked],
    [{ serviceDate: '2026-11-22' }, {}],
  ])('whatever the row, people are told: %j %j', (changes, request) => {
    const told = answerTo({ ...negated, ...changes }, request).findings.filter(({ id }) => id === 'order-stands');
    expect(told).toMatchObject([{ clause: 'VI.A', answer: 'unknown' }]);
    expect(answerTo(changes, request).findings.filter(({ id }) => id === 'order-stands')).toEqual([]);
  });
});

const listed = alternatives({ candidates: [candidate()] });
const nothingKnown = alternatives({ specialties: [], searched: 'nothing-known' });
const incomplete = alternatives({ incomplete: 'more than 1000 roles' });

describe('row 5: nobody requested', () => {
  answerTable([
    ['a candidate in network', 5, { requested: [], alternatives: listed }, 'a qualified professional in its network'],
    ['proven none in network', 5, { requested: [] }, 'a Medi-Cal professional outside its network'],
    ['nothing known to look for', 5, { requested: [], alternatives: nothingKnown }, 'in its network'],
    ['the search incomplete', 5, { requested: [], alternatives: incomplete }, 'in its network'],
  ]);

  it('shows the candidates it considered', () => {
    const { candidates } = answerTo({ requested: [], alternatives: listed });
    expect(candidates.map((view) => view.candidate.role)).toEqual(['PractitionerRole/reed']);
  });

  table(
    [
      { is: 'a candidate', search: listed, words: 'Offer the member the network professionals listed' },
      { is: 'proven none', search: alternatives(), words: 'find a Medi-Cal certified professional outside' },
      { is: 'none listed, none proven', search: incomplete, words: 'search the network by hand' },
    ],
    ({ is, words }) => `recommends, with ${is}: “${words}”`,
    ({ search, words }) => {
      expect(answerTo({ requested: [], alternatives: search }).recommendation).toContain(words);
    },
  );
});
