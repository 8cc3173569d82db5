import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** The `n`th NPI of invented people: nine digits and their Luhn check digit. */
export function generatedNpi(n: number): string {
  const body = `1${String(n).padStart(8, '0')}`;
  const sum = [...`80840${body}`].toReversed().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Writes a CSV of `count` lines after its header without ever holding it. */
export async function writeGenerated(
  file: string,
  header: readonly string[],
  count: number,
  value: (column: string, line: number) => string,
): Promise<void> {
  const out = createWriteStream(file);
  out.write(`${header.join(',')}\n`);
  for (let line = 0; line < count; line += 1) {
    const isFull = !out.write(`${header.map((column) => value(column, line)).join(',')}\n`);
    if (isFull) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}
