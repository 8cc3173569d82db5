import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CsvError, type Info, parse } from 'csv-parse';
import { firstBytesOf, hasLostCharacters, isCompressed, notUtf8 } from '../bytes.ts';
import type { Fault } from '../rejection.ts';

/** One line of a CSV file, or why it cannot be read. */
export interface CsvLine {
  /** From 1: the header's. A line whose values have line breaks counts by its last. */
  readonly line: number;
  readonly values: readonly string[];
  readonly fault?: Fault;
}

/** A line longer than this many bytes has a quote that is never closed. */
const lineLimit = 256 * 1024;

/**
 * Streams a CSV file in UTF-8, header first: memory does not grow with the file. Empty lines are passed over. A header with tabs
 * says that tabs separate, and that a quote is no more than a quote.
 */
export async function* readCsv(file: string): AsyncIterable<CsvLine> {
  const unreadable = await unreadableBecause(file);
  if (unreadable) {
    yield { line: 1, values: [], fault: { reason: unreadable } };
    return;
  }
  const isTabbed = firstLine(await firstBytesOf(file)).includes('\t');
  const bytes = createReadStream(file);
  const parser = bytes.pipe(
    parse({
      bom: true,
      ...(isTabbed ? { delimiter: '\t', quote: false } : {}),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: lineLimit,
    }),
  );
  let [columns, last] = [0, 0];
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      last = info.lines;
      columns ||= record.length;
      yield { line: last, values: record, fault: lineFault(record, columns) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    yield {
      line: last + 1,
      values: [],
      fault: { reason: 'has a quote that is never closed; nothing after it was read' },
    };
  } finally {
    bytes.destroy();
  }
}

function lineFault(values: readonly string[], columns: number): Fault | undefined {
  if (values.length !== columns) {
    return { reason: `has ${values.length} values, the header ${columns}; the file may have been cut off` };
  }
  return values.some(hasLostCharacters) ? { reason: notUtf8 } : undefined;
}

async function unreadableBecause(file: string): Promise<string | undefined> {
  try {
    if (!(await stat(file)).isFile()) return 'is not a regular file';
    const first = await firstBytesOf(file);
    if (first.length === 0) return 'is empty';
    if (isCompressed(first)) return 'is compressed; unpack it first, or save a spreadsheet as CSV';
    return isUtf16(first) ? 'is UTF-16; save it as UTF-8' : undefined;
  } catch {
    return 'cannot be opened; check that it exists and may be read';
  }
}

function firstLine(bytes: Buffer): string {
  return bytes.toString('latin1').split('\n', 1)[0] ?? '';
}

function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.toString('hex', 0, 2);
  return mark === 'feff' || mark === 'fffe' || bytes.includes(0);
}
