import type { Input, InputEntry } from '../input.ts';
import type { RecordResource } from '../recordTypes.ts';
import { describePosition, type Fault, type Position } from '../rejection.ts';
import type { Scratch, ScratchTexts } from '../scratch.ts';
import { factName } from './facts.ts';

/** What the lines of a list say, put together by whom they are about, outside of memory; with the lines that were rejected. */
export class Gathering {
  readonly #scratch: Scratch;
  /** Where each thing was said, over all of the list. */
  readonly #places: ScratchTexts;
  readonly #isOneLineEach: boolean;
  #size = 0;

  /** @param isOneLineEach - a list that has one line about each; else it may state several facts of one, a line each */
  constructor(scratch: Scratch, isOneLineEach = false) {
    this.#scratch = scratch;
    this.#isOneLineEach = isOneLineEach;
    this.#places = scratch.texts('place');
    scratch.script(`
      CREATE TABLE gathered (
        ordinal INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, position TEXT NOT NULL, resource TEXT NOT NULL
      );
      CREATE TABLE rejected (position TEXT NOT NULL, faults TEXT NOT NULL);
    `);
  }

  /** Records and rejected lines since the last `clear`. */
  get size(): number {
    return this.#size;
  }

  reject(position: Position, faults: readonly Fault[]): void {
    this.#scratch.run('INSERT INTO rejected VALUES (?, ?)', JSON.stringify(position), JSON.stringify(faults));
    this.#size += 1;
  }

  /** All that one line says; a line that says what another said before is rejected. */
  add(position: Position, records: readonly RecordResource[]): void {
    const names = records.flatMap((record) => (this.#isOneLineEach ? [keyOf(record)] : namesOf(record)));
    const first = names.map((name) => this.#places.get(name)).find((place) => place !== undefined);
    if (first !== undefined) {
      this.reject(position, [{ reason: `says the same as ${first}; one line an entry` }]);
      return;
    }
    for (const name of names) this.#places.set(name, describePosition(position));
    for (const record of records) this.#put(position, record);
  }

  /** Everything since the last `clear`, as an input of the loader; each record stands where its first line does. */
  input(): Input {
    const scratch = this.#scratch;
    return {
      entries: async function* (wanted) {
        if (!wanted || wanted(-1)) yield* rejectedIn(scratch);
        for (const row of scratch.each('SELECT ordinal, position, resource FROM gathered ORDER BY ordinal')) {
          const ordinal = Number(row.ordinal);
          if (wanted && !wanted(ordinal)) continue;
          const [position, resource] = [String(row.position), String(row.resource)].map((text) => JSON.parse(text));
          yield { ordinal, position, resource };
        }
      },
    };
  }

  /** Forgets what was said, but not that it was. */
  clear(): void {
    this.#scratch.script('DELETE FROM gathered; DELETE FROM rejected');
    this.#size = 0;
  }

  #put(position: Position, resource: RecordResource): void {
    const key = keyOf(resource);
    const held = this.#scratch.first('SELECT resource FROM gathered WHERE key = ?', key)?.resource;
    if (held === undefined) {
      const insert = 'INSERT INTO gathered (key, position, resource) VALUES (?, ?, ?)';
      this.#scratch.run(insert, key, JSON.stringify(position), JSON.stringify(resource));
      this.#size += 1;
      return;
    }
    const both = together(JSON.parse(String(held)), resource);
    this.#scratch.run('UPDATE gathered SET resource = ? WHERE key = ?', JSON.stringify(both), key);
  }
}

function* rejectedIn(scratch: Scratch): Iterable<InputEntry> {
  for (const row of scratch.each('SELECT position, faults FROM rejected ORDER BY rowid')) {
    const [position, faults] = [String(row.position), String(row.faults)].map((text) => JSON.parse(text));
    yield { ordinal: -1, position, faults };
  }
}

function keyOf({ resourceType, id }: RecordResource): string {
  return `${resourceType}/${id}`;
}

function namesOf(record: RecordResource): string[] {
  const key = keyOf(record);
  const facts = record.resourceType === 'Practitioner' ? (record.qualification ?? []).map(factName) : [];
  return facts.length > 0 ? facts.map((fact) => `${key} ${fact}`) : [key];
}

function together(first: RecordResource, second: RecordResource): RecordResource {
  if (first.resourceType !== 'Practitioner' || second.resourceType !== 'Practitioner') return first;
  return { ...first, qualification: [...(first.qualification ?? []), ...(second.qualification ?? [])] };
}
