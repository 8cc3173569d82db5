import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, unusableFile } from './database.ts';
import { keepPrivate, makePrivate } from './directory.ts';
import { type DirectoryLock, lockDirectory } from './directoryLock.ts';
import { prepareSchema } from './schema.ts';

/** The opened files of a store. */
export interface StoreFiles {
  readonly lock: DirectoryLock;
  readonly writer: Database;
  readonly reader: Database;
  close(): void;
}

/**
 * Opens the database in the directory, or for `:memory:` one in a temporary directory that goes with it: an SQLite
 * database in memory has one connection, and reads would see what is not committed.
 */
export function openFiles(directory: string): StoreFiles {
  if (directory !== ':memory:') return open(directory, 'FULL');
  const temporary = mkdtempSync(join(tmpdir(), 'second-opinion-'));
  const files = open(temporary, 'OFF');
  const close = () => {
    files.close();
    rmSync(temporary, { recursive: true, force: true });
  };
  return { ...files, close };
}

function open(directory: string, synchronous: 'FULL' | 'OFF'): StoreFiles {
  const lock = lockDirectory(directory);
  try {
    const writer = connect(directory, synchronous);
    prepareSchema(writer);
    const reader = connect(directory, synchronous);
    const close = () => {
      reader.close();
      writer.close();
      lock.release();
    };
    return { lock, writer, reader, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function connect(directory: string, synchronous: string): Database {
  const file = join(directory, 'store.db');
  keepPrivate(file);
  // SQLite gives what it creates beside the database the database's own mode; these an earlier version may have left.
  for (const beside of ['-wal', '-shm']) makePrivate(`${file}${beside}`);
  const database = new Database(file);
  try {
    configure(database, synchronous);
    return database;
  } catch (error) {
    database.close();
    throw unusableFile(file, error);
  }
}

function configure(database: Database, synchronous: string): void {
  // A page that many writes change is copied from the log once instead of each time: 64 MB of log, 32 MB of pages held.
  database.script(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA foreign_keys = OFF;
    PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = -32000;
  `);
}
