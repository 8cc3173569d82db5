import type { MedplumClient } from '@medplum/core';
import { keepSource, loadInputs } from '../loadInputs.ts';
import { checkOptions, type LoadOptions, type LoadReport } from '../loadOptions.ts';
import { newlyCompared } from '../notCompared.ts';
import { wait } from '../patience.ts';
import { Scratch } from '../scratch.ts';
import { type ColumnNames, type Places, rowOf, withNames } from './columns.ts';
import { Gathering } from './gathering.ts';
import { dataLines, readHeaders } from './headers.ts';
import type { ListSource, RowContext } from './listSource.ts';
import { readPeople } from './people.ts';
import type { CsvLine } from './readCsv.ts';
import { RowReader } from './rowReader.ts';

/** How a list is loaded. */
export interface ListOptions extends Omit<LoadOptions, 'source' | 'onRead'> {
  /** Headers that differ from the list's own, by field. */
  readonly columns?: ColumnNames;
  /** NPPES: who is not of record becomes a record too. */
  readonly all?: boolean;
  readonly onLines?: (lines: number) => void;
}

/** What a load did; `lines` without headers, of which `notOfRecord` are about nobody of record. */
export interface ListReport extends LoadReport {
  readonly lines: number;
  readonly notOfRecord: number;
}

/** A list that keeps every line is written as it is read: records at once. */
const recordsAtOnce = 2000;
const linesBetweenReports = 10_000;

/**
 * Reads a list and states what it says of people of record. Memory grows neither with the list nor with the directory. A line that
 * cannot be read is reported, the rest is loaded; unknown headers stop the load before anything is written. The same load
 * again changes nothing.
 * @throws RangeError for options that cannot be kept, and for columns of fields the list does not have
 * @throws what the store answered last, when it keeps failing; the same load again goes on from there
 */
export async function loadList(
  client: MedplumClient,
  list: ListSource,
  files: readonly string[],
  options: ListOptions,
): Promise<ListReport> {
  const { columns: names = {}, all = false, onLines, ...rest } = options;
  const loadOptions: LoadOptions = { ...rest, source: list.kind };
  checkOptions(loadOptions);
  if (rest.snapshot && list.keepsAll)
    throw new RangeError(`${list.kind} never drops an entry: load it without --snapshot`);
  const headers = await readHeaders(files, withNames(list.columns, names));
  for (const rejection of headers.rejected) options.onRejected?.(rejection);
  if (headers.rejected.length > 0) return { ...nothing, rejected: headers.rejected.length };

  const searcher = { client, wait: options.wait ?? wait };
  const compared = newlyCompared(list.kind);
  using scratch = new Scratch();
  const people = await readPeople(searcher, scratch, compared.look);
  const context: RowContext = { source: { name: list.kind, asOf: rest.asOf ?? rest.today }, people, all };
  let report = nothing;
  const gathering = new Gathering(scratch, list.keepsAll);
  const flush = async () => {
    const loaded = await loadInputs(client, [gathering.input()], loadOptions, { mayBeEmpty: true });
    report = added(report, loaded);
    gathering.clear();
  };
  for (const { file, places } of headers.found) {
    for await (const line of dataLines(file)) {
      const isAbout = readLine(list, file, line, places, context, gathering);
      report = { ...report, lines: report.lines + 1, notOfRecord: report.notOfRecord + (isAbout ? 0 : 1) };
      if (report.lines % linesBetweenReports === 0) onLines?.(report.lines);
      if (list.keepsAll && gathering.size >= recordsAtOnce) await flush();
    }
  }
  onLines?.(report.lines);
  await flush();
  await keepSource(client, report, loadOptions, compared.found);
  return report;
}

const nothing: ListReport = { created: 0, changed: 0, unchanged: 0, ended: 0, rejected: 0, lines: 0, notOfRecord: 0 };

function added(report: ListReport, loaded: LoadReport): ListReport {
  return {
    ...report,
    created: report.created + loaded.created,
    changed: report.changed + loaded.changed,
    unchanged: report.unchanged + loaded.unchanged,
    ended: report.ended + loaded.ended,
    rejected: report.rejected + loaded.rejected,
  };
}

/** Puts what a line says with the rest. False: it is about nobody of record. */
function readLine(
  list: ListSource,
  file: string,
  { line, values, fault }: CsvLine,
  places: Places,
  context: RowContext,
  gathering: Gathering,
): boolean {
  const position = { file, line };
  if (fault) {
    gathering.reject(position, [fault]);
    return true;
  }
  const row = new RowReader(rowOf(places, values));
  const records = list.read(row, context);
  if (row.faults.length > 0) gathering.reject(position, row.faults);
  else gathering.add(position, records);
  return row.faults.length > 0 || records.length > 0;
}
