import type { Resource } from '@medplum/fhirtypes';
import type { Database, SqlRow } from './database.ts';
import { indexRows } from './search/extract.ts';

/** A resource's row; `content` is the JSON of its newest version, null when deleted. */
export type Current = { rid: number; type: string; version: string; content: string | null } & SqlRow;

/** One version; `updated` in epoch milliseconds, `content` null in a tombstone. */
export type Version = { seq: number; version: string; updated: number; content: string | null } & SqlRow;

/** What a write adds; `resource` absent: a tombstone. */
export interface NewVersion {
  readonly type: string;
  readonly id: string;
  readonly version: string;
  readonly updated: number;
  readonly resource: Resource | undefined;
}

export function readCurrent(database: Database, type: string, id: string): Current | undefined {
  return database.first<Current>(
    'SELECT r.rid, r.type, r.version, h.content FROM current r JOIN history h ON h.seq = r.seq WHERE r.id = ? AND r.type = ?',
    id,
    type,
  );
}

export function idInUse(database: Database, type: string, id: string): boolean {
  return database.first('SELECT rid FROM current WHERE type = ? AND id = ?', type, id) !== undefined;
}

/** Newest first. */
export function readVersions(database: Database, rid: number, limit: number, offset: number): Version[] {
  return database.all<Version>(
    'SELECT seq, version, updated, content FROM history WHERE rid = ? ORDER BY seq DESC LIMIT ? OFFSET ?',
    rid,
    limit,
    offset,
  );
}

export function countVersions(database: Database, rid: number): number {
  return database.first<{ number: number }>('SELECT count(*) AS number FROM history WHERE rid = ?', rid)?.number ?? 0;
}

export function readOneVersion(database: Database, rid: number, version: string): Version | undefined {
  return database.first<Version>(
    'SELECT seq, version, updated, content FROM history WHERE rid = ? AND version = ?',
    rid,
    version,
  );
}

/** The newest `updated` in the store, in epoch milliseconds; 0 in an empty one. */
export function lastUpdated(database: Database): number {
  return database.first<{ updated: number }>('SELECT updated FROM history ORDER BY seq DESC LIMIT 1')?.updated ?? 0;
}

/** Adds a version with its index rows, and answers its sequence number. Must run in a transaction. */
export function writeVersion(database: Database, existing: Current | undefined, version: NewVersion): number {
  const rid = existing?.rid ?? createRow(database, version);
  const content = version.resource ? JSON.stringify(version.resource) : null;
  const seq = database.insert(
    'INSERT INTO history (rid, version, updated, content) VALUES (?, ?, ?, ?)',
    rid,
    version.version,
    version.updated,
    content,
  );
  const deleted = version.resource ? 0 : 1;
  database.run(
    'UPDATE current SET version = ?, updated = ?, deleted = ?, seq = ? WHERE rid = ?',
    version.version,
    version.updated,
    deleted,
    seq,
    rid,
  );
  if (existing) removeFromIndex(database, rid);
  if (version.resource) addToIndex(database, rid, version.resource);
  return seq;
}

function createRow(database: Database, { type, id, version, updated }: NewVersion): number {
  return database.insert(
    'INSERT INTO current (type, id, version, updated, deleted, seq) VALUES (?, ?, ?, ?, 0, 0)',
    type,
    id,
    version,
    updated,
  );
}

function removeFromIndex(database: Database, rid: number): void {
  database.run('DELETE FROM text_index WHERE rid = ?', rid);
  database.run('DELETE FROM range_index WHERE rid = ?', rid);
}

function addToIndex(database: Database, rid: number, resource: Resource): void {
  const { text, range } = indexRows(resource);
  for (const { parameter, value, system } of text) {
    database.run('INSERT OR IGNORE INTO text_index VALUES (?, ?, ?, ?)', rid, parameter, value, system);
  }
  for (const { parameter, low, high, unit, system } of range) {
    database.run(
      'INSERT OR IGNORE INTO range_index VALUES (?, ?, ?, ?, ?, ?)',
      rid,
      parameter,
      low,
      high,
      unit,
      system,
    );
  }
}
