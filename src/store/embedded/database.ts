import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { UnusableStoreError } from './unusable.ts';

export type SqlValue = SQLInputValue;
export type SqlRow = Record<string, SQLOutputValue>;

const statementsKept = 500;

/** SQLITE_BUSY. @see https://www.sqlite.org/rescode.html */
const busy = 5;

/** Does another connection hold what this one asked for? */
export function isBusy(error: unknown): boolean {
  return (
    error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === busy
  );
}

/** What SQLite says of a file that it cannot use, for the operator. */
export function unusableFile(path: string, error: unknown): UnusableStoreError {
  const because = error instanceof Error ? error.message : 'unknown';
  return new UnusableStoreError(`${path} cannot be opened: ${because}. Restore it, or choose another DATA_DIR.`);
}

/** The few things the store asks of SQLite; statements are prepared once and kept. */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /**
   * Opens or creates the file; `patience` is how long to wait for a lock, in milliseconds.
   * @throws UnusableStoreError when it cannot be opened
   */
  constructor(path: string, patience = 5_000) {
    try {
      this.#connection = new DatabaseSync(path, { timeout: patience });
    } catch (error) {
      throw unusableFile(path, error);
    }
  }

  get inTransaction(): boolean {
    return this.#connection.isTransaction;
  }

  /** Runs statements without parameters or result. */
  script(sql: string): void {
    this.#connection.exec(sql);
  }

  run(sql: string, ...values: SqlValue[]): void {
    this.#statement(sql).run(...values);
  }

  /** Runs an INSERT and answers the row's id. */
  insert(sql: string, ...values: SqlValue[]): number {
    return Number(this.#statement(sql).run(...values).lastInsertRowid);
  }

  first<Row extends SqlRow>(sql: string, ...values: SqlValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  all<Row extends SqlRow>(sql: string, ...values: SqlValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #statement(sql: string): StatementSync {
    const kept = this.#statements.get(sql);
    if (kept) return kept;
    if (this.#statements.size >= statementsKept) this.#statements.clear();
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
