import type { Rejection } from '../rejection.ts';
import { type Columns, findPlaces, type Places } from './columns.ts';
import { type CsvLine, readCsv } from './readCsv.ts';

/** A file whose header was understood. */
export interface ListFile {
  readonly file: string;
  readonly places: Places;
}

/** Reads the header of every file before anything is written. */
export async function readHeaders(
  files: readonly string[],
  columns: Columns,
): Promise<{ readonly found: readonly ListFile[]; readonly rejected: readonly Rejection[] }> {
  const rejected: Rejection[] = [];
  const found: ListFile[] = [];
  for (const file of files) {
    const places = await readHeader(file, columns);
    if (typeof places === 'string') rejected.push({ file, faults: [{ reason: places }] });
    else found.push({ file, places });
  }
  return { rejected, found };
}

/** Where the fields stand, or why the file cannot be read. */
async function readHeader(file: string, columns: Columns): Promise<Places | string> {
  let header: CsvLine | undefined;
  for await (const line of readCsv(file)) {
    if (header) return placesOf(header, columns);
    if (line.fault) return `${line.fault.reason}; nothing was written`;
    header = line;
  }
  return 'holds no line but its header; nothing was written';
}

function placesOf({ values }: CsvLine, columns: Columns): Places | string {
  const places = findPlaces(columns, values);
  if (!('missing' in places)) return places;
  return (
    `has no column ${places.missing.join(', ')}; nothing was written. ` +
    `Found: ${values.join(', ')}. Expected: ${expected(columns)}. Name other headers with --columns FILE`
  );
}

function expected(columns: Columns): string {
  return Object.values(columns)
    .filter(({ required }) => required)
    .map(({ headers }) => headers[0])
    .join(', ');
}

/** The lines after the header. */
export async function* dataLines(file: string): AsyncIterable<CsvLine> {
  let isHeader = true;
  for await (const line of readCsv(file)) {
    if (!isHeader) yield line;
    isHeader = false;
  }
}
