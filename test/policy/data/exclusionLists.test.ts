import { describe, expect, it } from 'vitest';
import { exclusionListName, exclusionLists } from '../../../src/policy/data/exclusionLists.ts';
import { table } from '../table.ts';

describe('the exclusion lists', () => {
  it('are the four of the contract', () => {
    expect(exclusionLists.map(({ code }) => code)).toEqual([
      'oig-leie',
      'medi-cal-suspended',
      'sam',
      'restricted-provider',
    ]);
  });

  table(
    exclusionLists,
    ({ code, refreshDays }) => `${code} is screened monthly: ${refreshDays} days`,
    ({ code, name, refreshDays }) => {
      expect(refreshDays).toBe(31);
      expect(exclusionListName(code)).toBe(name);
    },
  );

  it('a list that is not known goes by its code', () => {
    expect(exclusionListName('a-list-of-its-own')).toBe('a-list-of-its-own');
  });
});
