import { readFileSync } from 'node:fs';
import type { MedplumClient } from '@medplum/core';
import type { Claim, ClaimItem, ClaimResponse } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concept } from '../../src/fhir/elements.ts';
import { itemFindings } from '../../src/fhir/itemFindings.ts';
import { icd10Codes } from '../../src/fhir/systems.ts';
import type { IntakeContext } from '../../src/intake/context.ts';
import { decideTask } from '../../src/intake/decision/decideTask.ts';
import type { Decision } from '../../src/intake/decision/decision.ts';
import { itemsOfTask } from '../../src/intake/decision/decisionCase.ts';
import { atParameter } from '../../src/intake/decision/readParameters.ts';
import { readCase } from '../../src/landing/case/readCase.ts';
import { LIMITS } from '../../src/pas/request/limits.ts';
import { actionsOf } from '../support/fhirHttp.ts';
import { caseOf } from './cases.ts';
import { people } from './decision/support.ts';
import { answerTo, intakeStores, type OpenIntake } from './harness.ts';
import { documentOf, evidenceOf, replayed } from './replays.ts';
import {
  type Change,
  codeOf,
  itemIn,
  markChanged,
  request,
  tasksOf,
  updateOf,
  type Version,
  versionOf,
} from './updates/support.ts';
import { wrappedClient } from './wrappedClient.ts';

const megabyte = 1024 * 1024;
const diagnoses = ['I50.22', 'M54.50', 'K50.90', 'C50.911', 'G35', 'F33.1', 'E11.9', 'J45.909', 'H40.9', 'N18.4'];

/** Items that say the same. */
function alike(claim: Claim): void {
  repeat(claim, (item) => item);
}

/** Items that differ in everything that is found of them: date, condition, and for half of them whom they ask for. */
function different(claim: Claim): void {
  const [given] = claim.diagnosis ?? [];
  claim.diagnosis = diagnoses.map((code, index) => ({
    ...given,
    sequence: index + 1,
    diagnosisCodeableConcept: concept(icd10Codes, code),
  }));
  repeat(claim, ({ servicedPeriod: _period, ...item }, index) => ({
    ...item,
    diagnosisSequence: [(index % diagnoses.length) + 1],
    servicedDate: Temporal.PlainDate.from('2027-01-01').add({ days: index }).toString(),
    ...(index % 2 === 0 ? {} : { careTeamSequence: undefined }),
  }));
}

function on(servicedDate: string, { servicedPeriod: _period, ...item }: ClaimItem): ClaimItem {
  return { ...item, servicedDate };
}

function repeat(claim: Claim, change: (item: ClaimItem, index: number) => ClaimItem): void {
  const like = itemIn(claim, 1);
  claim.item = Array.from({ length: LIMITS.items }, (_, index) => ({ ...change(like, index), sequence: index + 1 }));
}

/** Every must-support element of PAS on each item. */
function everything(change: Change): Version {
  const file = new URL('../conformance/requests/everything.json', import.meta.url);
  return versionOf(JSON.parse(readFileSync(file, 'utf8')), change);
}

const requests: readonly { readonly title: string; readonly of: () => Version }[] = [
  { title: 'alike that ask for nobody', of: () => request('5-nobody-requested', alike) },
  { title: 'alike that are pended for review', of: () => request('10-network-alternative', alike) },
  { title: 'alike that are in network', of: () => request('6-network-cardiologist', alike) },
  { title: 'alike that are approved', of: () => request('9-advanced-heart-failure', alike) },
  { title: 'alike that say everything', of: () => everything(alike) },
  { title: 'different that say everything', of: () => everything(different) },
  { title: 'all different', of: () => request('10-network-alternative', different) },
  { title: 'all different that ask for nobody', of: () => request('5-nobody-requested', different) },
];

/** The client, and how many bytes each transaction through it has. */
function weighed(client: MedplumClient, sizes: number[]): MedplumClient {
  return wrappedClient(client, ({ method, parameters, proceed }) => {
    if (method === 'executeBatch') sizes.push(new TextEncoder().encode(JSON.stringify(parameters[0])).length);
    return proceed();
  });
}

async function decideAll(context: IntakeContext, response: ClaimResponse): Promise<void> {
  const open = (await tasksOf(context.client, response)).filter(
    (task) => ['review', 'find-provider'].includes(codeOf(task)) && task.status !== 'cancelled',
  );
  for (const task of open) {
    expect(itemsOfTask(task).length).toBeGreaterThan(0);
    const result = await decideTask(context, task.id, denial, { at: atParameter });
    expect(result.ok ? [] : result.issues).toEqual([]);
  }
}

const denial: Decision = {
  decision: 'deny',
  reviewer: people.physician,
  reasons: [
    'A cardiologist of the network with the same training can see the member within a week of the day asked for.',
  ],
  reasonCodes: [],
  items: [],
  information: [],
  informationCodes: [],
  informationModifiers: [],
};

for (const store of intakeStores) {
  describe.skipIf(!store.configured)(`a Claim of ${LIMITS.items} items in ${store.name}`, () => {
    let intake: OpenIntake;
    let context: IntakeContext;
    const sizes: number[] = [];
    beforeAll(async () => {
      intake = await store.open();
      context = { ...intake.context, client: weighed(intake.client, sizes) };
    });
    afterAll(() => intake?.close());

    test.each(requests)('$title: is answered, updated and decided, each in less than a megabyte', async ({ of }) => {
      const { client } = intake;
      const first = of();
      const answer = await answerTo(context, first.body);
      expect(answer.item?.length).toBe(LIMITS.items);
      const evidence = await evidenceOf(client, documentOf(await caseOf(client, first.body)));
      expect(evidence.facts.items.length).toBe(LIMITS.items);
      expect((await replayed(evidence)).differences).toEqual([]);
      const second = updateOf(first, (claim) => {
        markChanged(itemIn(claim, 1));
        claim.item = claim.item?.map((item) => (item.sequence === 1 ? on('2027-09-01', item) : item));
      });
      const updated = await answerTo(context, second.body);
      expect(updated.item?.length).toBe(LIMITS.items);
      await decideAll(context, updated);
      const decided = await client.readResource('ClaimResponse', updated.id ?? '', { cache: 'reload' });
      expect(new Set(actionsOf(decided).map(({ action }) => action)).has('A4')).toBe(false);
      expect(Math.max(...sizes)).toBeLessThan(megabyte);
      const page = await readCase(intake.context, updated.id ?? '');
      const told = page?.findings.flatMap(({ findings, openClauses = [] }) => [...findings, ...openClauses]) ?? [];
      expect(told.length).toBeGreaterThan(10);
      const pended = actionsOf(answer).flatMap(({ sequence, action }) => (action === 'C' ? [] : [sequence]));
      const silent = pended.filter((sequence) => {
        const { findings, inEvidence } = itemFindings(answer, sequence);
        return findings.length === 0 && !inEvidence;
      });
      expect(silent).toEqual([]);
    });
  });
}
