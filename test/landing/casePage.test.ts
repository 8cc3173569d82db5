import { expect, it } from 'vitest';
import { casePage } from '../../src/landing/pages/casePage.ts';
import { caseOf } from './sample.ts';

it.for([
  [false, 'A4', 'no person has reviewed it'],
  [true, 'A4', 'not everything is decided'],
  [true, 'A1', 'Decided by a licensed person'],
] as const)('reviewed by a person: %s, an item is %s: %s', async ([reviewedByPerson, action, words]) => {
  const { items, ...view } = caseOf('text');
  const page = casePage({ ...view, reviewedByPerson, items: items.map((item) => ({ ...item, action })) });
  expect(String(await page)).toContain(words);
});
