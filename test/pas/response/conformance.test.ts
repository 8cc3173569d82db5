import { beforeAll, describe, expect, test } from 'vitest';
import { bundleProblems, hasPackages, problemsOf } from '../../conformance/responses/validate.ts';
import { type Answer, answersToExamples } from './answers.ts';

let answers: readonly Answer[] = [];
beforeAll(async () => {
  if (hasPackages) answers = await answersToExamples();
});

describe.skipIf(!hasPackages)('the answers to all examples, after the official packages', () => {
  const found = (problems: (answer: Answer) => readonly string[]) =>
    answers.flatMap((answer) => problems(answer).map((problem) => `${answer.file}: ${problem}`));

  test('each ClaimResponse keeps to profile-claimresponse', () => {
    expect(found(({ response, sent }) => problemsOf(response, 'profile-claimresponse', sent))).toEqual([]);
  });
  test('each Bundle, and each entry in it, keeps to its profile', () => {
    expect(found(({ sent }) => bundleProblems(sent))).toEqual([]);
  });
  test('there is an answer to each', () => {
    expect(answers.length).toBeGreaterThan(40);
  });
});
