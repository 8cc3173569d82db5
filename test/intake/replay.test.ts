import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Evidence, evidenceBytes } from '../../src/intake/evidence.ts';
import { readEvidence } from '../../src/intake/readEvidence.ts';
import { replay } from '../../src/intake/replay.ts';
import { determine } from '../../src/policy/determination.ts';
import type { CandidateFacts, ItemFacts } from '../../src/policy/facts.ts';
import { type OpenIntake, openEmbedded } from './harness.ts';
import {
  answeredCase,
  answeredExamples,
  documentOf,
  endRolesOfRecord,
  evidenceOf,
  received,
  replayed,
} from './replays.ts';

describe('the evidence of every example, replayed when the data of record have changed', () => {
  let intake: OpenIntake;
  const evidence = new Map<string, Evidence>();

  beforeAll(async () => {
    intake = await openEmbedded();
    for (const example of answeredExamples)
      evidence.set(example, await evidenceOf(intake.client, documentOf(await answeredCase(intake, example))));
    // Years later nobody is in a network any more, and nobody has a licence.
    expect(await endRolesOfRecord(intake.client)).toBeGreaterThan(20);
  });
  afterAll(() => intake?.close());

  /** A copy, to be changed. */
  function of(example: string): Evidence {
    const found = evidence.get(example);
    if (!found) throw new Error(`No evidence of ${example}`);
    return structuredClone(found);
  }

  test.each(answeredExamples)('%s comes out the same', async (example) => {
    expect(await replayed(of(example))).toMatchObject({ differences: [], changedRules: [] });
  });

  test('the same request asked today, of the changed data, is answered otherwise', async () => {
    const later = await answeredCase(intake, '6-network-cardiologist');
    const { answer } = await evidenceOf(intake.client, documentOf(later));
    expect(answer.items.map(({ action }) => action)).not.toEqual(
      of('6-network-cardiologist').answer.items.map(({ action }) => action),
    );
  });

  const tampered: readonly {
    readonly title: string;
    readonly example: string;
    readonly change: (evidence: Evidence) => Evidence;
    readonly path: string;
  }[] = [
    {
      title: 'another action',
      example: '10-network-alternative',
      change: (each) => withItem(each, { action: 'A1' }),
      path: 'answer.items[0].action',
    },
    {
      title: 'a longer authorization',
      example: '9-advanced-heart-failure',
      change: (each) => withItem(each, { authorization: { start: '2026-11-25', end: '2029-01-01' } }),
      path: 'answer.items[0].authorization.end',
    },
    {
      title: 'a day added to what an approval holds',
      example: '9-advanced-heart-failure',
      change: (each) => ({ ...each, settings: { ...each.settings, authorizationDays: 30 } }),
      path: 'answer.items[0].authorization.end',
    },
    {
      title: 'approval by software switched off',
      example: '9-advanced-heart-failure',
      change: (each) => ({ ...each, settings: { ...each.settings, autoApprove: false } }),
      path: 'answer.items[0].row',
    },
    {
      title: 'a later receipt',
      example: '10-network-alternative',
      change: (each) => ({ ...each, received: '2026-11-27T00:30:00.000Z' }),
      path: 'deadlines.governing.due',
    },
    {
      title: 'a receipt no limit is on file for',
      example: '10-network-alternative',
      change: (each) => ({ ...each, received: '2001-11-27T00:30:00.000Z' }),
      path: 'deadlines.refused',
    },
    {
      title: 'an urgent mark taken away',
      example: '10-urgent-level-of-service',
      change: (each) => ({ ...each, facts: { ...each.facts, urgencySignals: [] } }),
      path: 'answer.urgent',
    },
    {
      title: 'an insurer who is not ours',
      example: '6-network-cardiologist',
      change: (each) => ({ ...each, facts: { ...each.facts, payerIsOurs: false } }),
      path: 'answer.error',
    },
    {
      title: 'a candidate who was not considered',
      example: '5-nobody-requested',
      change: (each) => withFacts(each, (item) => ({ alternatives: { ...item.alternatives, candidates: [] } })),
      path: 'answer.items[0].considered[0]',
    },
    {
      title: 'another calendar’s name',
      example: '10-network-alternative',
      change: (each) => ({ ...each, calendar: { name: 'plan-2026' } }),
      path: 'calendar',
    },
  ];

  test.each(tampered)('$title is seen at $path ($example)', async ({ example, change, path }) => {
    const { differences } = await replayed(change(of(example)));
    expect(differences.map((difference) => difference.path)).toContain(path);
  });

  test('whatever is changed in an answer or its deadlines is seen where it was changed, and nowhere else', async () => {
    const leaves = answeredExamples.flatMap((example) => {
      const { answer, deadlines } = of(example);
      return leavesOf({ answer, ...(deadlines ? { deadlines } : {}) }).map((path) => ({ example, path }));
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...leaves), async ({ example, path }) => {
        const evidence = of(example);
        setAt(evidence, path);
        const { differences } = await replayed(evidence);
        expect(differences.map((difference) => [difference.path, difference.stored])).toEqual([[inWords(path), 'x']]);
      }),
      { numRuns: 200 },
    );
  });

  test('rules that have changed since are told, and make no difference by themselves', async () => {
    const evidence = of('6-network-cardiologist');
    const older = { ...evidence, rules: { ...evidence.rules, diagnosisMap: '2020-01' } };
    expect(await replayed(older)).toMatchObject({
      differences: [],
      changedRules: [{ path: 'rules.diagnosisMap', stored: '2020-01', now: evidence.rules.diagnosisMap }],
    });
  });

  test.each([
    [
      'of a time before the policy',
      (each: Evidence) => ({ ...each, facts: { ...each.facts, receivedOn: '2001-01-01' } }),
      /No version of MPUP3078/,
    ],
    ['without items', withoutItems, /a fact is missing/],
  ])('facts %s cannot be put to the policy, and it says so', async (_, change, problem) => {
    const result = replay(change(of('6-network-cardiologist')));
    expect(result).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });

  const roles: readonly { readonly title: string; readonly change: (candidate: CandidateFacts) => CandidateFacts }[] = [
    { title: 'as they are', change: (candidate) => candidate },
    { title: 'of whom nothing is known', change: (candidate) => ({ ...candidate, membership: undefined }) },
    {
      title: 'who all have left',
      change: (candidate) => ({ ...candidate, membership: { start: '2020-01-01', end: '2020-12-31' } }),
    },
  ];

  test.each(roles)(
    'twelve thousand candidates $title: it fits, says how many are left out, and comes out the same',
    async ({ change }) => {
      const { facts, settings, caseKey } = of('10-network-alternative');
      const { timeZone, ...choices } = settings;
      const many = {
        ...facts,
        items: facts.items.map((item) => ({
          ...item,
          alternatives: { ...item.alternatives, candidates: manyOf(item, change) },
        })),
      };
      const determination = determine(many, settings);
      const bytes = evidenceBytes({
        caseKey,
        received,
        facts: many,
        determination,
        settings: { ...choices, calendar: { timeZone } },
      });
      expect(bytes.length).toBeLessThanOrEqual(4_000_000);
      const reading = readEvidence(bytes);
      if (!reading.ok) throw new Error(reading.problems.join(' '));
      const { leftOut = [], facts: kept } = reading.evidence;
      expect(leftOut[0]?.candidates).toBeGreaterThan(1000);
      expect(leftOut.map(({ candidates }) => candidates)).toEqual([
        12_000 - (kept.items[0]?.alternatives.candidates.length ?? 0),
      ]);
      expect(kept.items[0]?.requested).toEqual(facts.items[0]?.requested);
      const { differences, answer } = await replayed(reading.evidence);
      expect(differences.filter(({ path }) => path !== 'deadlines')).toEqual([]);
      expect(answer.items[0]?.row).toBe(determination.items[0]?.row);
    },
  );
});

function withItem(evidence: Evidence, change: Partial<Evidence['answer']['items'][number]>): Evidence {
  const [first, ...others] = evidence.answer.items;
  if (!first) throw new Error('The answer has no item');
  return { ...evidence, answer: { ...evidence.answer, items: [{ ...first, ...change }, ...others] } };
}

function withFacts(evidence: Evidence, change: (item: ItemFacts) => Partial<ItemFacts>): Evidence {
  const items = evidence.facts.items.map((item) => ({ ...item, ...change(item) }));
  return { ...evidence, facts: { ...evidence.facts, items } };
}

function withoutItems(evidence: Evidence): Evidence {
  Reflect.deleteProperty(evidence.facts, 'items');
  return evidence;
}

function manyOf({ alternatives }: ItemFacts, change: (candidate: CandidateFacts) => CandidateFacts) {
  const { candidates } = alternatives;
  return Array.from({ length: 12_000 }, (_, index) => {
    const model = candidates[index % candidates.length];
    if (!model) throw new Error('There is no candidate to go by');
    return change({ ...model, role: `PractitionerRole/${index}`, npi: `${1_000_000_000 + index}` });
  });
}

type Path = readonly (string | number)[];

/** Paths of everything below that is neither an object nor a list. */
function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  if (Array.isArray(value)) return value.flatMap((each, index) => leavesOf(each, [...path, index]));
  return Object.entries(value).flatMap(([name, each]) => leavesOf(each, [...path, name]));
}

function setAt(value: object, path: Path): void {
  const parent = path.slice(0, -1).reduce<object>((at, name) => Reflect.get(at, name), value);
  Reflect.set(parent, path.at(-1) ?? '', 'x');
}

function inWords(path: Path): string {
  return path
    .map((name) => (typeof name === 'number' ? `[${name}]` : `.${name}`))
    .join('')
    .slice(1);
}
