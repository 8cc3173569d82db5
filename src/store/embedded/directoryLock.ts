import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database, isBusy } from './database.ts';
import { keepPrivate, prepareDirectory } from './directory.ts';
import { UnusableStoreError } from './unusable.ts';

/** Who holds a store's directory; `url` and `secret` once the server listens. */
export interface LockHolder {
  readonly pid: number;
  readonly url?: string;
  readonly secret?: string;
}

export interface DirectoryLock {
  /** Lets local commands find the server: its URL, and a secret only this user can read. */
  update(server: { readonly url: string; readonly secret: string }): void;
  release(): void;
}

/** The directory is in use by another process, or by another store of this one. */
export class DirectoryInUseError extends UnusableStoreError {
  override readonly name = 'DirectoryInUseError';
  readonly holder: LockHolder | undefined;

  constructor(directory: string, holder: LockHolder | undefined) {
    const who = holder ? `process ${holder.pid}${holder.url ? ` (${holder.url})` : ''}` : 'another process';
    super(`${directory} is in use by ${who}. Stop it first, or choose another DATA_DIR.`);
    this.holder = holder;
  }
}

/**
 * Takes the directory, creating it when absent. What locks is the operating system's lock on a file, which ends with
 * the process that holds it; so a lock left by a dead process is taken over, also when its pid has a new owner.
 * `lock.json` (mode 0600) says who holds it.
 *
 * @throws DirectoryInUseError while another holds it; UnusableStoreError when the directory cannot be had
 */
export function lockDirectory(directory: string): DirectoryLock {
  prepareDirectory(directory);
  // Others hold it for a moment only to see whether it is free.
  const held = hold(directory, 500);
  if (!held) throw new DirectoryInUseError(directory, readHolder(directory));
  writeHolder(directory, { pid: process.pid });
  return {
    update: (server) => writeHolder(directory, { pid: process.pid, ...server }),
    release: () => {
      rmSync(holderFile(directory), { force: true });
      held.close();
    },
  };
}

/** The process that holds the directory now; undefined when none does. */
export function readLock(directory: string): LockHolder | undefined {
  const holder = readHolder(directory);
  if (!holder) return undefined;
  const free = hold(directory, 0);
  free?.close();
  return free ? undefined : holder;
}

function hold(directory: string, patience: number): Database | undefined {
  const file = join(directory, 'lock.db');
  keepPrivate(file);
  const database = new Database(file, patience);
  try {
    database.script('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

function holderFile(directory: string): string {
  return join(directory, 'lock.json');
}

function readHolder(directory: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(holderFile(directory), 'utf8'));
  } catch {
    return undefined;
  }
}

// Written beside and renamed, so that no reader sees half a file or another mode.
function writeHolder(directory: string, holder: LockHolder): void {
  const next = `${holderFile(directory)}.next`;
  writeFileSync(next, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  chmodSync(next, 0o600);
  renameSync(next, holderFile(directory));
}
