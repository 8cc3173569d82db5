import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';

type Row = Record<string, SQLOutputValue>;

/**
 * What a load has to remember of every record, outside of memory: a temporary database whose file SQLite itself deletes,
 * at the latest when the process ends.
 */
export class Scratch implements Disposable {
  // Without a name SQLite makes a file of its own, and only once its cache is full.
  readonly #database = new DatabaseSync('');
  readonly #statements = new Map<string, StatementSync>();

  constructor() {
    // It is never read again after a crash, so nothing is kept to undo or to recover.
    this.#database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000; BEGIN;');
  }

  /** Runs statements without parameters or result. */
  script(sql: string): void {
    this.#database.exec(sql);
  }

  /** Runs a statement, and answers the id of the row it inserted. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#statement(sql).run(...values).lastInsertRowid);
  }

  first(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values);
  }

  /** Row by row; statements on other tables may run meanwhile. */
  each(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return this.#database.prepare(sql).iterate(...values);
  }

  /** A table of texts by key, empty at first. */
  texts(name: string): ScratchTexts {
    this.script(`CREATE TABLE ${name} (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`);
    return {
      has: (key) => this.first(`SELECT 1 FROM ${name} WHERE key = ?`, key) !== undefined,
      get: (key) => textOf(this.first(`SELECT value FROM ${name} WHERE key = ?`, key)?.value),
      set: (key, value) => void this.run(`INSERT OR REPLACE INTO ${name} VALUES (?, ?)`, key, value),
    };
  }

  /** A table of keys, empty at first. */
  keys(name: string): ScratchKeys {
    const { has, set } = this.texts(name);
    return { has, add: (key) => set(key, '') };
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    this.#database.close();
  }

  #statement(sql: string): StatementSync {
    const kept = this.#statements.get(sql);
    if (kept) return kept;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** As of a Map of texts by text. */
export interface ScratchTexts {
  readonly has: (key: string) => boolean;
  readonly get: (key: string) => string | undefined;
  readonly set: (key: string, value: string) => void;
}

/** As of a Set of texts. */
export interface ScratchKeys {
  readonly has: (key: string) => boolean;
  readonly add: (key: string) => void;
}

function textOf(value: SQLOutputValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
