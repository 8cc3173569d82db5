import { expect, onTestFinished, test } from 'vitest';
import { replacedById } from '../../../src/fhir/caseLinks.ts';
import { extensionOf } from '../../../src/fhir/elements.ts';
import { findingsOf } from '../../../src/fhir/policyFinding.ts';
import { pasExtension } from '../../../src/pas/codes.ts';
import { type DecisionService, decideBy, decisionServiceForTest, parametersOf, people } from '../decision/support.ts';
import { answerTo, type OpenIntake, openEmbedded } from '../harness.ts';
import {
  addItem,
  type Change,
  cancelItem,
  certify,
  codeOf,
  itemIn,
  markChanged,
  request,
  standing,
  tasksOf,
  updateOf,
  type Version,
} from './support.ts';

const pended = '10-network-alternative';
const mixed = '3-test-beside-approved-opinion';
const reason = 'A network cardiologist with the same training can see the member next week.';

async function opened(): Promise<OpenIntake> {
  const intake = await openEmbedded();
  onTestFinished(() => intake.close());
  return intake;
}

/** A service in which every item that was pended is denied by a person. */
async function denied(example: string): Promise<{ readonly service: DecisionService; readonly first: Version }> {
  const service = await decisionServiceForTest();
  const first = request(example);
  const before = await answerTo(service.context, first.body);
  const [task] = (await tasksOf(service.store.client, before)).filter((each) => codeOf(each) === 'review');
  const said = parametersOf({ decision: 'deny', reviewer: people.physician, reason });
  const reply = await decideBy(service, task?.id ?? '', said);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return { service, first };
}

const ofDenied: readonly { readonly what: string; readonly example: string; readonly change: Change }[] = [
  { what: 'nothing', example: pended, change: () => {} },
  { what: 'the denied item', example: pended, change: (claim) => markChanged(itemIn(claim, 1)) },
  { what: 'all, by cancelling it', example: pended, change: (claim) => certify(claim, '3') },
  { what: 'by adding an item', example: pended, change: (claim) => addItem(claim, 1, 2) },
  {
    what: 'the denied item beside a certified one',
    example: mixed,
    change: (claim) => {
      itemIn(claim, 2).quantity = { value: 2, unit: 'visits' };
    },
  },
];

test.each(ofDenied)(
  'a denial is not updated: an update of $example that changes $what',
  async ({ example, change }) => {
    const { service, first } = await denied(example);
    const answer = await answerTo(service.context, updateOf(first, change).body);
    expect(answer.outcome).toBe('error');
    expect(answer.item).toBeUndefined();
    const [error, ...others] = answer.error ?? [];
    expect(others).toEqual([]);
    expect(error?.code.coding?.[0]?.code).toBe('33');
    expect(error?.code.text).toContain('Submit a new request, or appeal the denial.');
    expect(extensionOf(error, pasExtension.errorFollowupAction)?.valueCodeableConcept?.coding?.[0]?.code).toBe('N');
    expect(extensionOf(error, pasExtension.errorPath)?.valueString).toBe('Bundle.entry[0].resource.related[0].claim');
    const again = await answerTo(service.context, first.body);
    expect(again.status).toBe('active');
    expect(standing(again)).toContain('A3');
  },
);

test('a denied item that is left alone stays denied, by whom it was, beside what is changed', async () => {
  const { service, first } = await denied(mixed);
  const before = await answerTo(service.context, first.body);
  const answer = await answerTo(service.context, updateOf(first, (claim) => cancelItem(itemIn(claim, 1))).body);
  expect(standing(answer)).toBe('1 C, 2 A3');
  const reviewer = extensionOf(before, pasExtension.claimResponseReviewer);
  expect(extensionOf(reviewer, 'wasHumanReviewedFlag')?.valueBoolean).toBe(true);
  expect(extensionOf(answer, pasExtension.claimResponseReviewer)).toEqual(reviewer);
});

test('what was cancelled as a whole is not updated', async () => {
  const { context, client } = await opened();
  const first = request(mixed);
  const before = await answerTo(context, first.body);
  const cancelled = updateOf(first, (claim) => certify(claim, '3'));
  const end = await answerTo(context, cancelled.body);
  const answer = await answerTo(context, updateOf(cancelled, () => {}).body);
  expect([answer.outcome, answer.error?.[0]?.code.coding?.[0]?.code]).toEqual(['error', '33']);
  expect(answer.error?.[0]?.code.text).toContain('was cancelled as a whole');
  const stored = await client.readResource('ClaimResponse', end.id ?? '', { cache: 'reload' });
  expect([stored.status, replacedById(stored)]).toEqual(['active', undefined]);
  expect(standing(await answerTo(context, first.body))).toBe('1 C, 2 C');
  const tasks = [...(await tasksOf(client, before)), ...(await tasksOf(client, end))];
  expect(new Set(tasks.map(({ status }) => status))).toEqual(new Set(['completed', 'cancelled']));
});

const unknown: readonly { readonly what: string; readonly change: Change; readonly stands: string }[] = [
  { what: 'nothing of it was sent', change: () => {}, stands: '1 A1, 2 A4' },
  { what: 'an item is cancelled', change: (claim) => cancelItem(itemIn(claim, 2)), stands: '1 A1, 2 C' },
  { what: 'all of it is cancelled', change: (claim) => certify(claim, '3'), stands: '1 C, 2 C' },
];

test.each(unknown)('a prior request that is not on file, $what: $stands', async ({ change, stands }) => {
  const { context } = await opened();
  const answer = await answerTo(context, updateOf(request(mixed), change).body);
  expect(standing(answer)).toBe(stands);
  expect(findingsOf(answer.extension).filter(({ id }) => id === 'prior-request-known')).toMatchObject([
    { answer: 'unknown' },
  ]);
  expect(answer.processNote?.map(({ text }) => text)).toContainEqual(expect.stringContaining('not on file'));
});

test('a prior request that is not on file, to be cancelled without items: a business error', async () => {
  const { context } = await opened();
  const answer = await answerTo(
    context,
    updateOf(request(mixed), (claim) => {
      certify(claim, '3');
      delete claim.item;
    }).body,
  );
  expect([answer.outcome, answer.error?.[0]?.code.coding?.[0]?.code]).toEqual(['error', 'AA']);
});

test.each([
  {
    who: 'another requestor',
    change: ((_claim, bundle) => {
      for (const { resource } of bundle.entry ?? []) {
        if (resource?.resourceType === 'Organization')
          resource.identifier = [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' }];
      }
    }) satisfies Change,
  },
])("a request of $who is nobody else's to update", async ({ change }) => {
  const { context } = await opened();
  const first = request(pended);
  const before = await answerTo(context, first.body);
  await answerTo(context, updateOf(first, change).body);
  expect(await answerTo(context, first.body)).toMatchObject({ id: before.id, status: 'active' });
});
