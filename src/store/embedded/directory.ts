import { accessSync, chmodSync, constants, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UnusableStoreError } from './unusable.ts';

/**
 * Sees to it that the directory is there and can be written, creating what is missing of its path for this user alone.
 * Step by step: for a path that can never be, Node's own recursive creation may try for ever.
 * @throws UnusableStoreError that says what is in the way
 */
export function prepareDirectory(directory: string): void {
  const missing: string[] = [];
  for (let path = resolve(directory); !isDirectory(path); path = dirname(path)) missing.unshift(path);
  for (const path of missing) create(path, directory);
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unusable(directory, `this user cannot write there (${codeOf(error)})`);
  }
}

/** Creates a file for this user alone, or makes one so that is there; where the platform knows no modes, or another owns it, it stays as it is. */
export function keepPrivate(file: string): void {
  try {
    // Never opened when it is there: closing it would end this process's own locks on it.
    writeFileSync(file, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw new UnusableStoreError(`${file} cannot be created (${codeOf(error)}).`);
    makePrivate(file);
  }
}

/** Mode 0600 for a file that may be there. */
export function makePrivate(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch {
    // Not there, not ours, or a platform without modes.
  }
}

/** False: there is nothing. @throws UnusableStoreError when something else is there, or it cannot be looked at */
function isDirectory(path: string): boolean {
  try {
    if (statSync(path).isDirectory()) return true;
  } catch (error) {
    const code = codeOf(error);
    // Below a file there is nothing: the file itself is met next.
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw unusable(path, `it cannot be looked at (${code})`);
  }
  throw unusable(path, 'it is a file, no directory');
}

function create(path: string, directory: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have been faster.
    if (codeOf(error) === 'EEXIST' && isDirectory(path)) return;
    const where = path === resolve(directory) ? 'it' : path;
    throw unusable(directory, `${where} cannot be created (${codeOf(error)})`);
  }
}

function unusable(path: string, because: string): UnusableStoreError {
  return new UnusableStoreError(`${path} is no place for a store: ${because}. Choose another DATA_DIR.`);
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}
