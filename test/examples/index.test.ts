import { describe, expect, test } from 'vitest';
import { expectations, files, text } from './examples.ts';

const rows = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('index.json', () => {
  test('lists each request file once, and nothing else', () => {
    expect(expectations.map(({ file }) => file).toSorted()).toEqual(files('requests/').toSorted());
  });

  test.each(rows)('row %i has an example', (row) => {
    expect(expectations.map((expectation) => expectation.row)).toContain(row);
  });

  test.each(expectations)('$file is named after its row, and expects what can be', (expectation) => {
    const actions = expectation.items.map(({ action }) => action);
    const { file, row, outcome, status, errors, tasks } = expectation;
    expect(file.startsWith(`requests/${row}-`)).toBe(true);
    expect(status === 200).toBe(row > 0);
    expect(outcome).toBe(row === 0 ? null : row === 1 ? 'error' : 'complete');
    expect(errors.length > 0).toBe(row === 1);
    expect(actions.length > 0).toBe(row > 1);
    expect(tasks.includes('review') || tasks.includes('find-provider')).toBe(actions.includes('A4'));
    expect(tasks.includes('notify-member') && tasks.includes('notify-provider')).toBe(actions.includes('A1'));
    expect(tasks).toEqual([...new Set(tasks)].toSorted());
  });

  test('requests/0-truncated.json is not JSON', () => {
    expect(() => JSON.parse(text('requests/0-truncated.json'))).toThrow(SyntaxError);
  });
});
