import { it } from 'vitest';

/** One test a row; its title is made from the row's own values. */
export function table<Row>(rows: readonly Row[], title: (row: Row) => string, check: (row: Row) => void): void {
  for (const row of rows) it(title(row), () => check(row));
}
