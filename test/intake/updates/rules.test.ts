import type { ClaimResponse } from '@medplum/fhirtypes';
import { expect, onTestFinished, test } from 'vitest';
import { replacedById } from '../../../src/fhir/caseLinks.ts';
import { concept } from '../../../src/fhir/elements.ts';
import { findingsOf } from '../../../src/fhir/policyFinding.ts';
import { pasCodes } from '../../../src/pas/codes.ts';
import { answerTo, type OpenIntake, openEmbedded } from '../harness.ts';
import {
  addItem,
  type Change,
  cancelItem,
  certify,
  codeOf,
  itemIn,
  markChanged,
  notesOf,
  numberOf,
  request,
  standing,
  tasksOf,
  updateOf,
} from './support.ts';

/** Item 1 is certified, item 2 is pended. */
const mixed = '3-test-beside-approved-opinion';

async function opened(): Promise<OpenIntake> {
  const intake = await openEmbedded();
  onTestFinished(() => intake.close());
  return intake;
}

function unitsOf(claim: Parameters<Change>[0], sequence: number, value: number): void {
  itemIn(claim, sequence).quantity = { value, unit: 'visits' };
}

interface Row {
  readonly what: string;
  readonly change: Change;
  readonly stands: string;
  /** Sequences whose number is the one before. */
  readonly sameNumber: readonly number[];
  readonly open: readonly string[];
  readonly unmarked: number;
}

const rows: readonly Row[] = [
  {
    what: 'changes nothing',
    change: () => {},
    stands: '1 A1, 2 A4',
    sameNumber: [1, 2],
    open: ['review'],
    unmarked: 0,
  },
  {
    what: 'cancels item 2',
    change: (claim) => cancelItem(itemIn(claim, 2)),
    stands: '1 A1, 2 C',
    sameNumber: [1, 2],
    open: [],
    unmarked: 0,
  },
  {
    what: 'cancels item 1',
    change: (claim) => cancelItem(itemIn(claim, 1)),
    stands: '1 C, 2 A4',
    sameNumber: [2],
    open: ['review'],
    unmarked: 0,
  },
  {
    what: 'cancels item 1 by certification type alone',
    change: (claim) => certify(itemIn(claim, 1), '3'),
    stands: '1 C, 2 A4',
    sameNumber: [2],
    open: ['review'],
    unmarked: 0,
  },
  {
    what: 'changes the quantity of item 2 with a mark',
    change: (claim) => {
      unitsOf(claim, 2, 3);
      markChanged(itemIn(claim, 2));
    },
    stands: '1 A1, 2 A4',
    sameNumber: [1],
    open: ['review'],
    unmarked: 0,
  },
  {
    what: 'changes the quantity of item 1 without a mark',
    change: (claim) => unitsOf(claim, 1, 2),
    stands: '1 A1, 2 A4',
    sameNumber: [2],
    open: ['review'],
    unmarked: 1,
  },
  {
    what: 'extends item 1 by certification type',
    change: (claim) => certify(itemIn(claim, 1), '4'),
    stands: '1 A1, 2 A4',
    sameNumber: [2],
    open: ['review'],
    unmarked: 0,
  },
  {
    what: 'adds item 3 like item 2',
    change: (claim) => addItem(claim, 2, 3),
    stands: '1 A1, 2 A4, 3 A4',
    sameNumber: [1, 2],
    open: ['review'],
    unmarked: 0,
  },
  {
    what: 'leaves item 2 out',
    change: (claim) => {
      claim.item = claim.item?.filter(({ sequence }) => sequence !== 2);
    },
    stands: '1 A1, 2 A4',
    sameNumber: [1, 2],
    open: ['review'],
    unmarked: 1,
  },
  {
    what: 'marks item 1 as changed, which it is not',
    change: (claim) => markChanged(itemIn(claim, 1)),
    stands: '1 A1, 2 A4',
    sameNumber: [1, 2],
    open: ['review'],
    unmarked: 0,
  },
  {
    what: 'cancels the whole with its items',
    change: (claim) => certify(claim, '3'),
    stands: '1 C, 2 C',
    sameNumber: [2],
    open: [],
    unmarked: 0,
  },
  {
    what: 'cancels the whole without items',
    change: (claim) => {
      certify(claim, '3');
      delete claim.item;
    },
    stands: '1 C, 2 C',
    sameNumber: [2],
    open: [],
    unmarked: 0,
  },
];

test.each(rows)('an update that $what: $stands', async ({ change, stands, sameNumber, open, unmarked }) => {
  const { client, context } = await opened();
  const first = request(mixed);
  const before = await answerTo(context, first.body);
  expect(standing(before)).toBe('1 A1, 2 A4');
  const after = await answerTo(context, updateOf(first, change).body);
  expect(standing(after)).toBe(stands);
  expect([1, 2].filter((sequence) => numberOf(after, sequence) === numberOf(before, sequence))).toEqual(sameNumber);
  expect(findingsOf(after.extension).filter(({ id }) => id === 'change-marked')).toHaveLength(unmarked);
  expect(await replaced(client, before)).toEqual({ status: 'cancelled', by: after.id });
  const left = [...(await tasksOf(client, before)), ...(await tasksOf(client, after))];
  const pended = left.filter((task) => ['review', 'find-provider'].includes(codeOf(task)));
  expect(pended.filter(({ status }) => status === 'requested').map(codeOf)).toEqual(open);
  for (const task of pended.filter(({ status }) => status === 'requested')) {
    expect(task.focus?.reference).toBe(`ClaimResponse/${after.id}`);
    expect(task.authoredOn).toBe(before.created);
  }
});

async function replaced(client: OpenIntake['client'], { id = '' }: ClaimResponse): Promise<unknown> {
  const stored = await client.readResource('ClaimResponse', id, { cache: 'reload' });
  return { status: stored.status, by: replacedById(stored) };
}

test('cancelled: the note says when, and what ends', async () => {
  const { context } = await opened();
  const first = request(mixed);
  const before = await answerTo(context, first.body);
  const after = await answerTo(context, updateOf(first, (claim) => cancelItem(itemIn(claim, 1))).body);
  const [note] = notesOf(after, 1);
  expect(note).toMatch(/^Cancelled by the requestor on \d{4}-\d\d-\d\d\./);
  expect(note).toContain(numberOf(before, 1));
});

test('new supporting information alone reaches the reviewer', async () => {
  const { client, context } = await opened();
  const first = request(mixed);
  await answerTo(context, first.body);
  const more: Change = (claim) => {
    const report = {
      sequence: 40,
      category: concept(pasCodes, 'freeFormMessage'),
      valueString: 'Echocardiogram of November',
    };
    claim.supportingInfo = [...(claim.supportingInfo ?? []), report];
  };
  const after = await answerTo(context, updateOf(first, more).body);
  expect(standing(after)).toBe('1 A1, 2 A4');
  const [review] = (await tasksOf(client, after)).filter((task) => codeOf(task) === 'review');
  expect(review?.note?.map(({ text }) => text)).toEqual([expect.stringContaining('supporting information 40 added')]);
});
