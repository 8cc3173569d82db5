import type { Database } from './database.ts';
import { type StoreLog, toOutcomeError } from './incident.ts';

interface Job {
  /** Does the work; answers what to call once it is durable. */
  run(): Promise<() => void>;
  fail(error: unknown): void;
}

const jobsPerCommit = 200;

/**
 * The one writer. Writes that are waiting together share a commit, each in a savepoint of its own, and are
 * acknowledged only after it; a write that fails is rolled back alone.
 */
export class WriteQueue {
  readonly #database: Database;
  readonly #log: StoreLog;
  readonly #afterCommit: () => void;
  readonly #waiting: Job[] = [];
  #draining: Promise<void> | undefined;

  constructor(database: Database, log: StoreLog, afterCommit: () => void) {
    this.#database = database;
    this.#log = log;
    this.#afterCommit = afterCommit;
  }

  /** Settles as `work` did, once that is durable; `work` must wait for nothing but the database. */
  add<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const run = () =>
        this.nested(work).then(
          (result) => () => resolve(result),
          (error) => () => reject(error),
        );
      this.#waiting.push({ run, fail: reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Runs `work` in a savepoint of the open transaction. */
  async nested<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    this.#database.script('SAVEPOINT write');
    try {
      const result = await work();
      this.#database.script('RELEASE write');
      return result;
    } catch (error) {
      // SQLite ends the whole transaction by itself on a full disk or an I/O error.
      if (this.#database.inTransaction) this.#database.script('ROLLBACK TO write; RELEASE write');
      throw error;
    }
  }

  /** Resolves when nothing waits to be written. */
  async idle(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Lets writes that arrive in this turn of the event loop share the commit.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#commitTogether();
    }
    this.#draining = undefined;
  }

  async #commitTogether(): Promise<void> {
    const taken: Job[] = [];
    const acknowledge: (() => void)[] = [];
    try {
      this.#database.script('BEGIN IMMEDIATE');
      for (
        let job = this.#waiting.shift();
        job;
        job = taken.length < jobsPerCommit ? this.#waiting.shift() : undefined
      ) {
        taken.push(job);
        acknowledge.push(await job.run());
        if (!this.#database.inTransaction) throw new Error('SQLite ended the transaction');
      }
      this.#database.script('COMMIT');
    } catch (cause) {
      const error = toOutcomeError(cause, this.#log);
      this.#logged(() => {
        if (this.#database.inTransaction) this.#database.script('ROLLBACK');
      });
      // Nothing taken means that not even BEGIN worked: all who wait are told, rather than tried for ever.
      for (const job of taken.length > 0 ? taken : this.#waiting.splice(0)) job.fail(error);
      return;
    }
    for (const settle of acknowledge) settle();
    this.#logged(this.#afterCommit);
  }

  /** The queue must go on whatever happens beside it. */
  #logged(work: () => void): void {
    try {
      work();
    } catch (error) {
      toOutcomeError(error, this.#log);
    }
  }
}
