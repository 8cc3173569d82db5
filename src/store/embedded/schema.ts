import type { Database } from './database.ts';
import { UnusableStoreError } from './unusable.ts';

const schemaVersion = 2;

/**
 * One row a resource. Its index by id holds all that leads from an id to a version, type by type: among millions of resources
 * each further page costs as much as the index itself, and those of a type that has few stay in memory. That no id of a type is
 * given twice the one writer sees to, in the transaction of the create.
 */
const current = `
  CREATE TABLE current (
    rid INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL,
    updated INTEGER NOT NULL, deleted INTEGER NOT NULL, seq INTEGER NOT NULL
  );
  CREATE INDEX current_id ON current (type, id, deleted, seq);
  CREATE INDEX current_type ON current (type) WHERE deleted = 0;
  CREATE INDEX current_updated ON current (type, updated) WHERE deleted = 0;
`;

/**
 * `history` holds the only copy of each version's JSON (absent in a tombstone); `current` points to the newest one.
 * `text_index` serves token, reference, string and uri parameters, `range_index` date, number and quantity ones:
 * `parameter` is a hash of `Type.code`, instants are epoch milliseconds. `outbox` holds what bots still have to see.
 * AUTOINCREMENT, since the worker reads the outbox by "greater than the last one seen".
 */
const tables = `
  CREATE TABLE history (
    seq INTEGER PRIMARY KEY, rid INTEGER NOT NULL, version TEXT NOT NULL, updated INTEGER NOT NULL, content TEXT
  );
  CREATE INDEX history_of ON history (rid, seq);
  ${current}
  CREATE TABLE text_index (
    rid INTEGER NOT NULL, parameter INTEGER NOT NULL, value TEXT NOT NULL, system TEXT NOT NULL,
    PRIMARY KEY (rid, parameter, value, system)
  ) WITHOUT ROWID;
  CREATE INDEX text_value ON text_index (parameter, value, system);
  CREATE TABLE range_index (
    rid INTEGER NOT NULL, parameter INTEGER NOT NULL, low REAL NOT NULL, high REAL NOT NULL,
    unit TEXT NOT NULL, system TEXT NOT NULL,
    PRIMARY KEY (rid, parameter, low, high, unit, system)
  ) WITHOUT ROWID;
  CREATE INDEX range_low ON range_index (parameter, low);
  CREATE TABLE outbox (
    job INTEGER PRIMARY KEY AUTOINCREMENT, bot TEXT NOT NULL, interaction TEXT NOT NULL, seq INTEGER NOT NULL
  );
  PRAGMA user_version = ${schemaVersion};
`;

/** In version 1 the index by id was that of a UNIQUE constraint, and held the id alone. */
const fromVersion1 = `
  ALTER TABLE current RENAME TO earlier; DROP INDEX current_type; DROP INDEX current_updated;
  ${current}
  INSERT INTO current SELECT rid, type, id, version, updated, deleted, seq FROM earlier;
  DROP TABLE earlier;
  PRAGMA user_version = ${schemaVersion};
`;

/**
 * Creates the tables in a new database, and brings those of an earlier version up to this one.
 *
 * @throws UnusableStoreError when the database was written by a version of the store that this one does not know.
 */
export function prepareSchema(database: Database): void {
  const version = database.first<{ user_version: number }>('PRAGMA user_version')?.user_version;
  if (version === schemaVersion) return;
  if (version !== 0 && version !== 1) {
    throw new UnusableStoreError(
      `The store's database has schema version ${version}; this program reads version ${schemaVersion}. ` +
        'Start the program that wrote it, or choose another DATA_DIR.',
    );
  }
  database.script(`BEGIN IMMEDIATE; ${version === 1 ? fromVersion1 : tables} COMMIT;`);
}
