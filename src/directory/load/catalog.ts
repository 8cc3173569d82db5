import { checkRecord, fileKey } from './checkRecord.ts';
import type { Input, InputEntry } from './input.ts';
import type { Ordinals } from './inputRecords.ts';
import { findReferences, referenceKey } from './references.ts';
import { describePosition, type Fault, type OnRejected, type Position } from './rejection.ts';
import type { Scratch, ScratchKeys, ScratchTexts } from './scratch.ts';

/** Where an acceptable record stands. */
export interface CatalogRecord {
  readonly number: number;
  /** `Type/id` as the file has it. */
  readonly key: string;
  readonly position: Position;
}

/** One record refers to another of the inputs, both by their numbers. */
export interface Link {
  readonly from: number;
  readonly to: number;
}

/** All that the inputs hold, outside of memory: what stands where under which id and refers to what, not its content. */
export class Catalog {
  /** Keys of lines that were rejected: their source still holds them. */
  readonly rejectedKeys: ScratchKeys;
  readonly #scratch: Scratch;
  readonly #onRejected: OnRejected;
  readonly #fullUrls: ScratchTexts;
  #size = 0;
  #unidentified = 0;

  constructor(scratch: Scratch, onRejected: OnRejected) {
    this.#scratch = scratch;
    this.#onRejected = onRejected;
    this.#fullUrls = scratch.texts('full_url');
    this.rejectedKeys = scratch.keys('rejected_key');
    scratch.script(`
      CREATE TABLE record (
        number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, input INTEGER NOT NULL, ordinal INTEGER NOT NULL,
        position TEXT NOT NULL
      );
      CREATE TABLE reference (record INTEGER NOT NULL, reference TEXT NOT NULL, key TEXT);
    `);
  }

  /** Acceptable records; their numbers are 0 up to, but not including, this, in the order of the inputs. */
  get size(): number {
    return this.#size;
  }

  /** Lines of which not even type and id could be read. */
  get unidentified(): number {
    return this.#unidentified;
  }

  /** @param key - `Type/id` as the file has it */
  has(key: string): boolean {
    return this.#scratch.first('SELECT 1 FROM record WHERE key = ?', key) !== undefined;
  }

  record(number: number): CatalogRecord {
    const { key, position } = this.#scratch.first('SELECT key, position FROM record WHERE number = ?', number) ?? {};
    return { number, key: String(key), position: JSON.parse(String(position)) };
  }

  /** Where the key was given first. */
  positionOf(key: string): Position | undefined {
    const position = this.#scratch.first('SELECT position FROM record WHERE key = ?', key)?.position;
    return typeof position === 'string' ? JSON.parse(position) : undefined;
  }

  /** `Type/id` in the files of what a reference names; undefined for a URN that no entry has. */
  keyOf(reference: string): string | undefined {
    return this.#fullUrls.get(reference) ?? referenceKey(reference);
  }

  ordinalsOf(input: number): Ordinals {
    const rows = 'FROM record WHERE input = ?';
    const { records = 0, first = 0 } =
      this.#scratch.first(`SELECT count(*) AS records, min(number) AS first ${rows}`, input) ?? {};
    const ordinals = new Int32Array(Number(records));
    let filled = 0;
    for (const { ordinal } of this.#scratch.each(`SELECT ordinal ${rows} ORDER BY number`, input)) {
      ordinals[filled] = Number(ordinal);
      filled += 1;
    }
    return { first: Number(first), ordinals };
  }

  *numbersOfType(type: string): Iterable<number> {
    const [from, to] = [`${type}/`, `${type}0`];
    for (const { number } of this.#scratch.each('SELECT number FROM record WHERE key >= ? AND key < ?', from, to))
      yield Number(number);
  }

  /** At most so many links there are. */
  get linkCount(): number {
    return Number(this.#scratch.first('SELECT count(*) AS links FROM reference')?.links ?? 0);
  }

  /** What refers to what inside the inputs, in the order of the records that refer. */
  *links(): Iterable<Link> {
    const links = `
      SELECT r.record AS "from", t.number AS "to" FROM reference r
      LEFT JOIN full_url f ON f.key = r.reference
      CROSS JOIN record t ON t.key = coalesce(f.value, r.key, r.reference) ORDER BY r.rowid`;
    for (const { from, to } of this.#scratch.each(links)) yield { from: Number(from), to: Number(to) };
  }

  /** @param key - `Type/id`, as far as it could be read */
  reject(entry: InputEntry, faults: readonly Fault[], key: string | undefined): void {
    this.#onRejected({ ...entry.position, faults });
    if (key !== undefined) this.rejectedKeys.add(key);
    // A resource of a type that is never loaded says nothing about what the source still holds.
    else if (fileKey(entry) === undefined) this.#unidentified += 1;
  }

  add({ ordinal, position, fullUrl }: InputEntry, input: number, key: string, references: Iterable<string>): void {
    const number = this.#size;
    const insert = 'INSERT INTO record VALUES (?, ?, ?, ?, ?)';
    this.#scratch.run(insert, number, key, input, ordinal, JSON.stringify(position));
    this.#size += 1;
    if (fullUrl) this.#fullUrls.set(fullUrl, key);
    for (const reference of references) {
      const named = referenceKey(reference);
      const other = named === undefined || named === reference ? null : named;
      this.#scratch.run('INSERT INTO reference VALUES (?, ?, ?)', number, reference, other);
    }
  }
}

const recordsBetweenReports = 10_000;

/** The first pass: looks at every entry, and remembers where it stands and what it refers to. */
export async function readCatalog(
  inputs: readonly Input[],
  scratch: Scratch,
  onRejected: OnRejected,
  onRead?: (records: number) => void,
): Promise<Catalog> {
  const catalog = new Catalog(scratch, onRejected);
  for (const [input, { entries, checksNpis }] of inputs.entries()) {
    for await (const entry of entries()) {
      const checked = checkRecord(entry, checksNpis);
      if (checked.faults) {
        catalog.reject(entry, checked.faults, checked.key);
        continue;
      }
      const { key, resource } = checked;
      const first = catalog.positionOf(key);
      if (first) {
        const reason = `is given before, at ${describePosition(first)}; one record an id`;
        catalog.reject(entry, [{ expression: `${resource.resourceType}.id`, reason }], key);
        continue;
      }
      catalog.add(entry, input, key, new Set(findReferences(resource).map(({ reference }) => reference)));
      if (catalog.size % recordsBetweenReports === 0) onRead?.(catalog.size);
    }
  }
  onRead?.(catalog.size);
  return catalog;
}
