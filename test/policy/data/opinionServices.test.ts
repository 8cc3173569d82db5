import { describe, expect, it } from 'vitest';
import { isOpinionProcedure, opinionServiceTypes } from '../../../src/policy/data/opinionServices.ts';
import { table } from '../table.ts';

const procedures: readonly (readonly [string, boolean])[] = [
  ['99201', false],
  ['99202', true],
  ['99205', true],
  ['99211', true],
  ['99214', true],
  ['99215', true],
  ['99216', false],
  ['99241', false],
  ['99242', true],
  ['99244', true],
  ['99245', true],
  ['99246', false],
  ['9920', false],
  ['992020', false],
  ['9920A', false],
  ['9921T', false],
  [' 99202', false],
  ['45378', false],
  ['', false],
];

describe('a visit or consultation', () => {
  table(
    procedures,
    ([cpt, opinion]) => `“${cpt}” → ${opinion ? 'yes' : 'no'}`,
    ([cpt, opinion]) => {
      expect(isOpinionProcedure(cpt)).toBe(opinion);
    },
  );
});

it('X12 1365: consultation, second and third opinion', () => {
  expect(opinionServiceTypes).toEqual(['3', '20', '21']);
});
