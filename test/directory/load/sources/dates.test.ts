import { expect, it } from 'vitest';
import { readDate } from '../../../../src/directory/load/sources/dates.ts';

it.for<[text: string, date: string | undefined]>([
  ['2024-02-29', '2024-02-29'],
  ['20240229', '2024-02-29'],
  ['02/29/2024', '2024-02-29'],
  ['2/9/2024', '2024-02-09'],
  ['02-09-2024', '2024-02-09'],
  ['2/9/2024 12:00:00 AM', '2024-02-09'],
  ['2024-02-29T00:00:00', '2024-02-29'],
  ['', undefined],
  ['00000000', undefined],
])('%j is %s', ([text, date]) => {
  expect(readDate(text)).toEqual(date ? { date } : {});
});

it.for(['2023-02-29', '20241301', '02/30/2024', '29/02/2024', '1776-07-04', '2/9/24', '2-9/2024', 'today', '2024'])(
  '%j is no date, and says what is',
  (text) => {
    expect(readDate(text)).toEqual({ fault: expect.stringMatching(/is no date; write YYYY-MM-DD/) });
  },
);
