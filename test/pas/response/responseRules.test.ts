import { beforeAll, describe, expect, test } from 'vitest';
import { defects, withTypedReferences } from '../../examples/examples.ts';
import { type Answer, answerOf, answersToExamples } from './answers.ts';
import { actionOf, claimRules } from './claimResponseRules.ts';
import { envelopeRules } from './envelopeRules.ts';

let answers: readonly Answer[] = [];
beforeAll(async () => {
  answers = await answersToExamples();
});

const rules = [...envelopeRules, ...claimRules];

describe('of the answer to every example', () => {
  test.each(rules)('$title', ({ broken }) => {
    expect(answers.flatMap((answer) => broken(answer).map((what) => `${answer.file}: ${what}`))).toEqual([]);
  });

  test('it is R4', () => {
    const found = answers.flatMap(({ file, sent, request }) => {
      const whole = withTypedReferences({
        ...sent,
        entry: [...(sent.entry ?? []), ...(request.entry ?? []).slice(0, 1)],
      });
      const response = whole.entry?.[0]?.resource;
      return (response ? defects(response) : ['no answer']).map((defect) => `${file}: ${defect}`);
    });
    expect(found).toEqual([]);
  });

  test('there are answers with every action, and with an error', () => {
    const actions = answers.flatMap(({ response }) => (response.item ?? []).map(actionOf));
    expect(new Set(actions)).toEqual(new Set(['A1', 'A4', 'NA']));
    expect(answers.filter(({ response }) => response.outcome === 'error').length).toBeGreaterThan(0);
  });
});

describe('an answer that is changed breaks the rule', () => {
  test.each(rules)('$title', ({ broken, breakIt, example = '9-advanced-heart-failure' }) => {
    const answer = answers.find(({ file }) => file === `requests/${example}.json`);
    if (!answer) throw new Error(`No answer to ${example}`);
    const sent = structuredClone(answer.sent);
    breakIt(answerOf(answer.file, answer.request, sent).response, sent);
    expect(broken(answerOf(answer.file, answer.request, sent))).not.toEqual([]);
  });
});
