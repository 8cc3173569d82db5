import { expect, expectTypeOf, it } from 'vitest';
import type { SoftwareReviewAction } from '../../src/policy/determination.ts';
import type { CaseFacts, MemberFacts } from '../../src/policy/facts.ts';

/** The type checker demands every member of the union here, and no other. */
const actions: Record<SoftwareReviewAction, string> = {
  A1: 'certified in total',
  A4: 'pended',
  NA: 'no action required',
};

it('software says A1, A4 or NA, and has no word for another answer', () => {
  expect(Object.keys(actions)).toEqual(['A1', 'A4', 'NA']);
  expectTypeOf<SoftwareReviewAction>().toEqualTypeOf<'A1' | 'A4' | 'NA'>();
});

it.each(['A2', 'A3', 'A6'] as const)('%s is a person’s', (action) => {
  expectTypeOf<typeof action>().not.toExtend<SoftwareReviewAction>();
  expect(actions).not.toHaveProperty(action);
});

/** Keys of every member of a union. */
type KeysOf<Union> = Union extends unknown ? keyof Union : never;

/** The type checker demands every key of the member's facts here, and no other: none is a name. */
const memberKeys: Record<KeysOf<MemberFacts>, string> = {
  identified: 'whether the number is of record',
  problem: 'why not',
  birthDate: 'for the age on the service date',
  doubts: 'what a person should check',
};

it('the facts of a case do not carry the member’s name', () => {
  expect(Object.keys(memberKeys)).toEqual(['identified', 'problem', 'birthDate', 'doubts']);
  expectTypeOf<Extract<keyof CaseFacts, 'name' | 'patient' | 'subscriber'>>().toBeNever();
});
