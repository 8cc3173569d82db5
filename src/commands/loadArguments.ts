import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { listKinds, listSourceOf } from '../directory/load/index.ts';

export const usage =
  'npm run -s load -- FILE… [--source NAME] [--as-of YYYY-MM-DD] [--snapshot] [--dry-run] [--columns FILE] [--all]';

export interface LoadArguments {
  readonly files: readonly string[];
  readonly source?: string;
  /** Local date, `YYYY-MM-DD`. */
  readonly asOf?: string;
  readonly snapshot?: boolean;
  readonly dryRun?: boolean;
  /** Headers of a list, by field. */
  readonly columns?: Readonly<Record<string, string | readonly string[]>>;
  /** NPPES: also who is not of record. */
  readonly all?: boolean;
}

const columnNames = z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)]));

/** The arguments of `load`, or what is wrong with them. */
export function readLoadArguments(args: readonly string[]): LoadArguments | { readonly fault: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        source: { type: 'string' },
        'as-of': { type: 'string' },
        snapshot: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        columns: { type: 'string' },
        all: { type: 'boolean' },
      },
    });
    if (positionals.length === 0) return { fault: 'No file was named.' };
    const { source, snapshot, all, columns, 'as-of': asOf, 'dry-run': dryRun } = values;
    if (asOf !== undefined && source === undefined)
      return { fault: '--as-of needs --source: the date is kept by source.' };
    const list = listSourceOf(source, positionals);
    const csv = positionals.find((file) => /\.csv$/i.test(file));
    if (csv && !list) return { fault: notAList(csv, positionals) };
    if (columns !== undefined && !list) return { fault: '--columns is for a list in CSV: name it with --source.' };
    if (all && list?.kind !== 'nppes') return { fault: '--all is for --source nppes.' };
    const names = columns === undefined ? undefined : readColumns(columns);
    if (typeof names === 'string') return { fault: names };
    return { files: positionals, source, asOf, snapshot, dryRun, columns: names, all };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'The arguments cannot be read.' };
  }
}

function notAList(csv: string, files: readonly string[]): string {
  return files.every((file) => /\.csv$/i.test(file))
    ? `${csv}: name its list with --source, one of ${listKinds.join(', ')}.`
    : `${csv}: load a list in CSV by itself, and FHIR by itself.`;
}

function readColumns(file: string): z.infer<typeof columnNames> | string {
  const wanted = 'write JSON such as {"npi":"NPI Number"}: the header of each field, or several';
  try {
    const read = columnNames.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return read.success ? read.data : `Columns ${file}: ${z.prettifyError(read.error)}; ${wanted}`;
  } catch {
    return `Columns ${file}: cannot be read; ${wanted}`;
  }
}
