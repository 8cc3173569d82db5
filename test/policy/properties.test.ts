import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clauses } from '../../src/policy/clauses.ts';
import { type Determination, determine } from '../../src/policy/determination.ts';
import type { Finding } from '../../src/policy/finding.ts';
import { cases, items, options } from './arbitraries.ts';
import { facts, item } from './builders.ts';
import { doubts } from './doubts.ts';

const runs = { numRuns: 1000 };

function findingsOf({ findings, items: answers, governance }: Determination): readonly Finding[] {
  return [...findings, ...answers.flatMap((answer) => answer.findings), ...governance];
}

it('the cases drawn reach every row of the answer table, and the errors', () => {
  const drawn = fc
    .sample(fc.tuple(cases, options), { numRuns: 2000, seed: 20_261_123 })
    .map((given) => determine(...given));
  expect(new Set(drawn.flatMap((determination) => determination.items.map(({ row }) => row)))).toEqual(
    new Set([2, 3, 4, 5, 6, 7, 8, 9, 10]),
  );
  expect(new Set(drawn.map(({ error }) => error?.code))).toEqual(new Set([undefined, '71', '75', '79']));
  expect(new Set(drawn.map(({ urgent }) => urgent))).toEqual(new Set([true, false]));
});

describe('whatever the facts', () => {
  it('software says A1, A4 or NA: never denied, modified or partial', () => {
    fc.assert(
      fc.property(cases, options, (given, chosen) => {
        const actions = determine(given, chosen).items.map(({ action }) => action);
        expect(actions.filter((action) => !['A1', 'A4', 'NA'].includes(action))).toEqual([]);
      }),
      runs,
    );
  });

  it('what its own order contradicts goes to people', () => {
    fc.assert(
      fc.property(items, options, (asked, chosen) => {
        const contradicted = { ...asked, orderProblem: asked.orderProblem ?? 'not-to-be-performed' };
        const [answer] = determine(facts({ items: [contradicted] }), chosen).items;
        expect(answer).toMatchObject({ action: 'A4', task: 'review' });
        expect(answer?.findings.filter(({ id }) => id === 'order-stands')).toHaveLength(1);
      }),
      runs,
    );
  });

  it('every item is answered once, or the request is in error and none is', () => {
    fc.assert(
      fc.property(cases, options, (given, chosen) => {
        const { error, items: answers } = determine(given, chosen);
        const asked = error ? [] : given.items.map(({ sequence }) => sequence);
        expect(answers.map(({ sequence }) => sequence)).toEqual(asked);
      }),
      runs,
    );
  });

  it('A4 has a task and a recommendation, A1 a period that begins on the day of receipt, NA neither', () => {
    fc.assert(
      fc.property(cases, options, (given, chosen) => {
        for (const { action, task, recommendation, authorization, notes } of determine(given, chosen).items) {
          expect([task !== undefined, recommendation !== undefined]).toEqual([action === 'A4', action === 'A4']);
          expect(authorization?.start).toBe(action === 'A1' ? given.receivedOn : undefined);
          if (authorization) expect(authorization.end >= authorization.start).toBe(true);
          expect(notes.length).toBeGreaterThan(0);
        }
      }),
      runs,
    );
  });

  it('an approval shows everything that row 9 asks, about exactly one professional', () => {
    fc.assert(
      fc.property(cases, options, (given, chosen) => {
        for (const answer of determine(given, chosen).items.filter(({ action }) => action === 'A1')) {
          const shown = Object.fromEntries(answer.findings.map((entry) => [entry.id, entry.answer]));
          expect(shown).toMatchObject({
            'in-network': 'no',
            'prior-authorization-required': 'yes',
            'primary-care-or-specialist': 'yes',
            'licence-active': 'yes',
            'within-scope-of-practice': 'yes',
            'related-clinical-background': 'yes',
            'medi-cal-certified': 'yes',
            'not-excluded': 'yes',
            'independent-of-first-opinion': 'yes',
            'network-professional-available': 'no',
          });
          expect(answer.findings.filter(({ id }) => id === 'in-network')).toHaveLength(1);
          expect(chosen.autoApprove).toBe(true);
        }
      }),
      runs,
    );
  });

  it('the same facts give the same answer, and are left as they were', () => {
    fc.assert(
      fc.property(cases, options, (given, chosen) => {
        const before = structuredClone(given);
        const first = determine(given, chosen);
        expect(given).toEqual(before);
        expect(determine(structuredClone(given), chosen)).toEqual(first);
      }),
      runs,
    );
  });

  it('the order of the network candidates changes no answer', () => {
    fc.assert(
      fc.property(items, options, (asked, chosen) => {
        const { alternatives } = asked;
        const turned = {
          ...asked,
          alternatives: { ...alternatives, candidates: alternatives.candidates.toReversed() },
        };
        const [a, b] = [asked, turned].map((entry) => determine(facts({ items: [entry] }), chosen).items[0]);
        expect(b?.row).toBe(a?.row);
        expect(b?.findings).toEqual(a?.findings);
        expect(b?.candidates.map(({ answer }) => answer)).toEqual(a?.candidates.map(({ answer }) => answer));
      }),
      runs,
    );
  });

  it('every finding cites a clause, gives a reason, and governance stays with the plan', () => {
    const cites = new Set(clauses.map(({ cite }) => cite));
    fc.assert(
      fc.property(cases, options, (given, chosen) => {
        const determination = determine(given, chosen);
        const all = findingsOf(determination);
        expect(all.filter(({ clause }) => !cites.has(clause))).toEqual([]);
        expect(all.filter(({ because }) => because.trim() === '')).toEqual([]);
        const told = determination.items.flatMap((answer) => answer.findings);
        expect(told.filter(({ id }) => id === 'policy-reviewed-in-time')).toEqual([]);
      }),
      runs,
    );
  });

  it('nothing of the member but doubts is told: no birth date in notes, findings or recommendations', () => {
    fc.assert(
      fc.property(cases, options, (given, chosen) => {
        fc.pre(given.member.identified && given.member.birthDate !== undefined);
        const told = JSON.stringify(determine(given, chosen));
        expect(told).not.toContain(given.member.identified ? given.member.birthDate : undefined);
      }),
      runs,
    );
  });
});

describe('what is not known', () => {
  const all = doubts.filter(({ answer }) => answer === 'unknown');

  it('never yields an approval, and never a refusal: people look', () => {
    fc.assert(
      fc.property(fc.subarray(all, { minLength: 1 }), options, (blurred, chosen) => {
        const asked = blurred.reduce((changed, { change }) => change(changed), item());
        const [answer] = determine(facts({ items: [asked] }), chosen).items;
        expect([answer?.action, answer?.task]).toEqual(['A4', 'review']);
      }),
      runs,
    );
  });

  it('takes an approval away from whatever case had one', () => {
    fc.assert(
      fc.property(items, fc.constantFrom(...doubts), options, (asked, doubt, chosen) => {
        const [answer] = determine(facts({ items: [doubt.change(asked)] }), chosen).items;
        expect(answer?.action).not.toBe('A1');
      }),
      runs,
    );
  });
});
