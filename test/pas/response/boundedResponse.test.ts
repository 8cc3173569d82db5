import type { ClaimResponse, ClaimResponseItem } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingsElsewhereUrl, itemFindings } from '../../../src/fhir/itemFindings.ts';
import { findingExtension } from '../../../src/fhir/policyFinding.ts';
import { boundedResponse } from '../../../src/pas/response/boundedResponse.ts';
import { toEarlierMessage } from '../../../src/pas/response/toEarlierMessage.ts';
import type { Answer } from '../../../src/policy/answer.ts';
import { submissionWith } from '../reading/support.ts';
import { validItem } from '../request/fixture.ts';

const answers: readonly Answer[] = ['yes', 'no', 'unknown'];

function itemOf(itemSequence: number, which: number, findings: number): ClaimResponseItem {
  const extension = Array.from({ length: findings }, (_, index) =>
    findingExtension({
      clause: `VI.${index}`,
      id: `question-${index}`,
      answer: answers[(which + index) % 3] ?? 'unknown',
      because: `${which} `.repeat(100),
    }),
  );
  return { itemSequence, extension, adjudication: [{ category: { text: 'submitted' } }] };
}

function responseOf(item: ClaimResponseItem[]): ClaimResponse {
  return {
    resourceType: 'ClaimResponse',
    status: 'active',
    type: { text: 'professional' },
    use: 'preauthorization',
    patient: { display: 'x' },
    created: '2026-11-25',
    insurer: { display: 'x' },
    outcome: 'complete',
    item,
  };
}

const items = fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 20 })), { minLength: 1, maxLength: 200 });

test('whatever the items, every finding stands somewhere or its clause is named, and they stay within their bound', () => {
  fc.assert(
    fc.property(items, (some) => {
      const whole = responseOf(some.map(([which, findings], index) => itemOf(index + 1, which, findings)));
      const bounded = boundedResponse(whole);
      const kept = (bounded.item ?? []).flatMap(({ extension = [] }) =>
        extension.filter(({ url }) => url !== findingsElsewhereUrl),
      );
      expect(JSON.stringify(kept).length).toBeLessThan(110_000);
      for (const { itemSequence } of whole.item ?? []) {
        const before = itemFindings(whole, itemSequence);
        const now = itemFindings(bounded, itemSequence);
        expect(now.openClauses).toEqual(before.openClauses);
        if (!now.inEvidence) expect(now.findings).toEqual(before.findings);
      }
    }),
    { seed: 20261125, numRuns: 60 },
  );
});

test('few items have their findings with them', () => {
  const whole = responseOf([itemOf(1, 1, 5), itemOf(2, 1, 5)]);
  expect(boundedResponse(whole)).toEqual(whole);
});

test('who sent only the later of two items that share findings gets them with it', () => {
  const bounded = boundedResponse(responseOf(Array.from({ length: 40 }, (_, index) => itemOf(index + 1, 1, 15))));
  const answer = toEarlierMessage(bounded, submissionWith([['set', 'entry[0].resource.item', [validItem(40)]]]));
  expect(answer.item?.map(({ itemSequence }) => itemSequence)).toEqual([40]);
  expect(itemFindings(answer, 40).findings).toHaveLength(15);
});
