import { describe, expect, it } from 'vitest';
import { determine } from '../../src/policy/determination.ts';
import { known } from '../../src/policy/evidence.ts';
import type { ItemFacts } from '../../src/policy/facts.ts';
import { answerTable, answerTo, asked, named, options, revoked } from './answerTable.ts';
import { alternatives, asOf, candidate, facts, inside, item, npi, outside, professional } from './builders.ts';
import { table } from './table.ts';

const sharesGroup = { requested: [professional({ sharesGroupWithFirstOpinion: true })] };
const withCandidate = (changes: Parameters<typeof candidate>[0]) => ({
  alternatives: alternatives({ candidates: [candidate(changes)] }),
});
const twoSites = ['Harbor Clinic', 'Hill Clinic'].map((label) => ({ label, memberships: [] }));

describe('row 9: out of network, everything shown, nobody in the network', () => {
  answerTable([
    ['no role anywhere', 9, {}, 'Tests or treatment need their own authorization (TAR)'],
    ['not at the site named', 9, asked(named())],
    ['out at every site', 9, asked({ sites: twoSites, siteNamed: false })],
    ['the network role ended the day before', 9, asked(named({ start: '2020-01-01', end: '2026-12-09' }))],
    ['the network role begins the day after', 9, asked(named({ start: '2026-12-11' }))],
    ['a group shared with the first opinion', 9, sharesGroup],
    ['the network candidate takes no patients', 9, withCandidate({ accepting: known('no-patients', asOf) })],
    ['the network candidate gave the first opinion', 9, withCandidate({ npi: npi.firstOpinion })],
    ['no reason given', 9, {}, '', { reasons: [] }],
    ['an unverified representative asks', 9, {}, '', { asker: { kind: 'representative', verified: false } }],
    ['the primary care provider refused', 9, {}, '', { primaryCareRefused: true }],
  ]);

  it('names its period and keeps to the consultation', () => {
    const { authorization, notes } = answerTo();
    expect(authorization).toEqual({ start: '2026-11-23', end: '2027-02-21' });
    expect(notes).toEqual([
      'Approved: one consultation for a second opinion, from 2026-11-23 to 2027-02-21, at no cost to the member. Tests or treatment need their own authorization (TAR).',
    ]);
  });

  it('goes to people with AUTO_APPROVE off, approval indicated', () => {
    const [answer] = determine(facts(), { ...options, autoApprove: false }).items;
    expect(answer).toMatchObject({ row: 10, action: 'A4', task: 'review' });
    expect(answer?.recommendation).toContain('approval is indicated');
  });
});

const incomplete = { alternatives: alternatives({ incomplete: 'more than 1000 roles' }) };
const doubted = { member: { identified: true, doubts: ['The name given differs from the one of record'] } } as const;

describe('row 10: everything else', () => {
  answerTable([
    ['a candidate not proven unavailable', 10, withCandidate({}), 'not in the network'],
    ['the search for alternatives incomplete', 10, incomplete],
    ['a name that differs', 10, {}, '', doubted],
    ['a revoked licence', 10, asked(outside, revoked)],
  ]);

  const recommendations: readonly (readonly [string, Partial<ItemFacts>, string])[] = [
    ['one listed', withCandidate({}), 'Network professionals are listed'],
    ['none listed, none proven', incomplete, 'Whether a network professional is available is not established.'],
    [
      'proven none, licence revoked',
      asked(outside, revoked),
      'Not shown: licence-active, within-scope-of-practice. Nobody in the network is available: the plan must refer outside (VI.C).',
    ],
  ];
  table(
    recommendations,
    ([is, , words]) => `recommends, with ${is}: “${words}”`,
    ([, changes, words]) => {
      expect(answerTo(changes).recommendation).toContain(words);
    },
  );
});

it('items are answered one by one, by their own sequence', () => {
  const items = [
    item({ sequence: 3, ...asked(inside) }),
    item({ sequence: 1, isOpinion: false }),
    item({ sequence: 2 }),
  ];
  const answers = determine(facts({ items }), options).items.map(({ sequence, row }) => [sequence, row]);
  expect(answers).toEqual([
    [3, 6],
    [1, 3],
    [2, 9],
  ]);
});
