import type { WithId } from '@medplum/core';
import type { ClaimResponse } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import { extensionOf } from '../../../src/fhir/elements.ts';
import { decide } from '../../../src/intake/decision/decide.ts';
import { inputFor } from '../../../src/intake/decision/decideTask.ts';
import type { Decision } from '../../../src/intake/decision/decision.ts';
import { type DecisionCase, readDecisionCase } from '../../../src/intake/decision/decisionCase.ts';
import { atParameter } from '../../../src/intake/decision/readParameters.ts';
import { pasExtension } from '../../../src/pas/codes.ts';
import type { DecidedAction } from '../../../src/pas/response/decided.ts';
import { reviewActionOf } from '../../../src/pas/response/decidedItems.ts';
import { type DecisionCode, decisionCodes } from '../../../src/policy/data/decisionRights.ts';
import { type DecisionService, openCase, openDecisionService, people, received } from './support.ts';

const examples = [
  '10-network-alternative',
  '10-urgent-suicidal-ideation',
  '5-nobody-requested',
  '3-test-beside-approved-opinion',
];

let service: DecisionService;
const cases = new Map<string, DecisionCase>();
beforeAll(async () => {
  service = await openDecisionService();
  for (const example of examples) {
    const { task } = await openCase(service, example);
    cases.set(example, await readDecisionCase(service.context, task));
  }
});
afterAll(() => service.store.close());

const text = fc.constantFrom('Not shown.', 'Seen in network.', 'Criterion VI.B is not met.');
const reviewer = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(people.physician, people.osteopath) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.values(people)) },
);
const provider = fc.constantFrom(
  { npi: people.alternative },
  { npi: people.stranger },
  { reference: 'Practitioner/none' },
);
const dueBy = fc.constantFrom('2026-12-01', '2026-12-07', '2026-12-08', '2026-11-24T00:00:00Z');

const documentCodes = ['11488-4', '102089-0'].map((code) => ({ coding: [{ system: 'http://loinc.org', code }] }));

/** What each decision takes besides reviewer and reasons; one in eight has the parts of another. */
const parts: Readonly<Record<DecisionCode, fc.Arbitrary<Partial<Decision>>>> = {
  approve: fc.oneof(fc.constant({}), fc.record({ provider })),
  modify: fc.record({ provider }),
  deny: fc.constant({}),
  extend: fc.record({ dueBy }),
  'lower-urgency': fc.constant({}),
  'request-information': fc.record({
    information: fc.array(text, { maxLength: 1 }),
    informationCodes: fc.subarray(documentCodes),
    informationModifiers: fc.subarray([{ coding: [{ system: 'http://loinc.org', code: '18804-5' }] }]),
  }),
};
const decision: fc.Arbitrary<Decision> = fc
  .tuple(fc.constantFrom(...decisionCodes), fc.constantFrom(...decisionCodes), fc.nat(7))
  .chain(([code, other, stray]) =>
    fc
      .record({
        reviewer,
        reasons: fc.array(text, { maxLength: 2 }),
        items: fc.oneof(fc.constant([]), fc.subarray([1, 2])),
        own: parts[stray === 0 ? other : code],
      })
      .map(({ own, ...shared }) => ({
        decision: code,
        reasonCodes: [],
        information: [],
        informationCodes: [],
        informationModifiers: [],
        ...shared,
        ...own,
      })),
  );
const hours = fc.integer({ min: 0, max: 24 * 20 });

async function outcomeOf(example: string, taken: Decision, after: number) {
  const current = cases.get(example);
  if (!current) throw new Error(`${example} is not open`);
  service.setNow(received.add({ hours: after }));
  const input = await inputFor(service.context, current, taken, { at: atParameter });
  return { current, result: decide(current, taken, input) };
}

const actionsOf = ({ item = [] }: ClaimResponse | WithId<ClaimResponse>) => item.map(reviewActionOf);

function reviewerOf(response: ClaimResponse) {
  const review = extensionOf(response, pasExtension.claimResponseReviewer);
  return {
    byPerson: extensionOf(review, 'wasHumanReviewedFlag')?.valueBoolean,
    npi: extensionOf(review, 'reviewerNPI')?.valueIdentifier?.value,
  };
}

test('there is no word for A2', () => {
  expectTypeOf<DecidedAction>().toEqualTypeOf<'A1' | 'A3' | 'A6'>();
});

test('whatever is decided by whomever: no A2; A3 and A6 only by a reviewer, with a reason, never by a nurse', async () => {
  const seen = new Set<string | undefined>();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...examples), decision, hours, async (example, taken, after) => {
      const { current, result } = await outcomeOf(example, taken, after);
      if (!result.ok) {
        expect(result.issues.length).toBeGreaterThan(0);
        return;
      }
      const { response } = result.changes;
      const actions = actionsOf(response);
      for (const action of actions) seen.add(action);
      expect(actions).not.toContain('A2');
      expect(reviewerOf(response)).toEqual({ byPerson: true, npi: taken.reviewer });
      const adverse = actions.some((action) => action === 'A3' || action === 'A6');
      if (adverse) {
        expect([people.nurse, people.nursePractitioner]).not.toContain(taken.reviewer);
        const told = (response.processNote ?? []).map(({ text: note }) => note);
        expect(told).toEqual(expect.arrayContaining([...taken.reasons]));
        expect(taken.reasons).not.toEqual([]);
        expect(told.some((note) => note.startsWith('Criteria: MPUP3078'))).toBe(true);
      }
      const others = (response.item ?? []).filter(
        ({ itemSequence }) => taken.items.length > 0 && !taken.items.includes(itemSequence),
      );
      for (const other of others) {
        expect(other).toEqual(current.response.item?.find(({ itemSequence }) => itemSequence === other.itemSequence));
      }
    }),
    // A seed under which every answer comes up.
    { numRuns: 160, seed: 20_261_123 },
  );
  expect([...seen].sort()).toEqual(['A1', 'A3', 'A4', 'A6']);
});

test('every note is linked, every link leads to a note, and every item has one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...examples), decision, async (example, taken) => {
      const { result } = await outcomeOf(example, taken, 1);
      if (!result.ok) return;
      const { item = [], addItem = [], processNote = [] } = result.changes.response;
      const linked = new Set([...item, ...addItem].flatMap(({ noteNumber = [] }) => noteNumber));
      expect([...linked].sort((a, b) => a - b)).toEqual(processNote.map(({ number }) => number));
      expect(item.filter(({ noteNumber = [] }) => noteNumber.length === 0)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('no decision lets the due instant leave the 14th day after receipt, or a routine clock start anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...examples), decision, hours, async (example, taken, after) => {
      const { current, result } = await outcomeOf(example, taken, after);
      if (!result.ok) return;
      const due = result.changes.task.restriction?.period?.end ?? '';
      const moves = taken.decision === 'extend' || taken.decision === 'lower-urgency';
      if (!moves) {
        expect(due).toBe(current.task.restriction?.period?.end);
        return;
      }
      expect(Date.parse(due)).toBeLessThanOrEqual(Date.parse('2026-12-07T23:59:59-08:00'));
      expect(result.changes.task.authoredOn).toBe(current.task.authoredOn);
    }),
    { numRuns: 60 },
  );
});
