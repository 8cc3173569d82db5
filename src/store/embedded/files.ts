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

/**
 * Megabytes of pages that a connection holds at most. The writer's let a page that many writes change go to the log once; the
 * reader's hold the upper levels of the indexes of millions of resources, and some of the lower.
 */
const pagesHeld = { writer: 32, reader: 64 } as const;

function open(directory: string, synchronous: 'FULL' | 'OFF'): StoreFiles {
  const lock = lockDirectory(directory);
  try {
    const writer = connect(directory, synchronous, pagesHeld.writer);
    prepareSchema(writer);
    const reader = connect(directory, synchronous, pagesHeld.reader);
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

function connect(directory: string, synchronous: string, megabytes: number): Database {
  const file = join(directory, 'store.db');
  keepPrivate(file);
  // SQLite gives what it creates beside the database the database's own mode; these an earlier version may have left.
  for (const beside of ['-wal', '-shm']) makePrivate(`${file}${beside}`);
  const database = new Database(file);
  try {
    configure(database, synchronous, megabytes);
    return database;
  } catch (error) {
    database.close();
    throw unusableFile(file, error);
  }
}

function configure(database: Database, synchronous: string, megabytes: number): void {
  // 64 MB of log: copied to the database seldom.
  database.script(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA foreign_keys = OFF;
    PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = ${-megabytes * 1000};
  `);
}
