import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/policy/answer.ts';
import { determine } from '../../src/policy/determination.ts';
import { facts, item } from './builders.ts';
import { doubts } from './doubts.ts';
import { table } from './table.ts';

const options = { autoApprove: true, authorizationDays: 90 };

/** The finding that answers for each thing row 9 asks. */
const predicates = [
  'primary-care-or-specialist',
  'licence-active',
  'within-scope-of-practice',
  'related-clinical-background',
  'medi-cal-certified',
  'not-excluded',
  'independent-of-first-opinion',
  'network-professional-available',
  'in-network',
] as const;

describe('row 9 shows each of its predicates', () => {
  const [answer] = determine(facts(), options).items;
  table(
    predicates,
    (predicate) => predicate,
    (predicate) => {
      const shown: Answer = ['network-professional-available', 'in-network'].includes(predicate) ? 'no' : 'yes';
      expect(answer?.findings.filter(({ id }) => id === predicate).map((entry) => entry.answer)).toEqual([shown]);
    },
  );
});

describe('one predicate of row 9 not shown takes the approval away', () => {
  table(
    doubts,
    ({ predicate, answer, by, row }) => `${predicate} ${answer} (${by}) → row ${row}, A4`,
    ({ predicate, answer, change, row }) => {
      const [determination] = determine(facts({ items: [change(item())] }), options).items;
      expect(determination).toMatchObject({ row, action: 'A4', task: 'review' });
      const found = determination?.findings.filter(({ id }) => id === predicate).map((entry) => entry.answer);
      expect(found).toEqual([answer]);
    },
  );

  it('each is flipped to unknown, and to no where the record can prove one', () => {
    const flipped = (answer: Answer) =>
      new Set(doubts.filter((doubt) => doubt.answer === answer).map(({ predicate }) => predicate));
    // Scope and background are never a no: nothing listed says what somebody may not judge.
    const neverNo = ['within-scope-of-practice', 'related-clinical-background'];
    // Out of network and nobody available is what row 9 needs; the other known answer is their yes, told elsewhere.
    const needsNo = ['network-professional-available', 'in-network'];
    expect(flipped('unknown')).toEqual(new Set(predicates));
    expect(flipped('no')).toEqual(
      new Set(predicates.filter((predicate) => ![...neverNo, ...needsNo].includes(predicate))),
    );
  });
});
