import type { RecordResource } from '../recordTypes.ts';
import type { Columns } from './columns.ts';
import type { FactSource } from './facts.ts';
import type { People } from './people.ts';
import type { RowReader } from './rowReader.ts';

/** What a line is read against. */
export interface RowContext {
  readonly source: FactSource;
  readonly people: People;
  /** NPPES: who is not of record becomes a record too. */
  readonly all: boolean;
}

/** A public list, or one a board or a state hands out, as CSV. */
export interface ListSource {
  /** What `--source` calls it; the name under which the load is kept. */
  readonly kind: string;
  readonly columns: Columns;
  /**
   * What a line says about people of record, as records that are merged with theirs: empty when it is about nobody of
   * record. What is wrong with the line goes to `row.faults`; then nothing of it counts.
   */
  readonly read: (row: RowReader, context: RowContext) => readonly RecordResource[];
  /** The list never loses a line, so `--snapshot` would say nothing. */
  readonly keepsAll?: true;
}
