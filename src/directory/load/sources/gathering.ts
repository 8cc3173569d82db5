import type { Input, InputEntry } from '../input.ts';
import type { RecordResource } from '../recordTypes.ts';
import { describePosition, type Fault, type Position } from '../rejection.ts';
import { factName } from './facts.ts';

/** What the lines of a list say, put together by whom they are about; with the lines that were rejected. */
export class Gathering {
  readonly #records = new Map<string, { readonly position: Position; resource: RecordResource }>();
  readonly #places = new Map<string, Position>();
  readonly #rejected: InputEntry[] = [];

  get size(): number {
    return this.#records.size + this.#rejected.length;
  }

  reject(position: Position, faults: readonly Fault[]): void {
    this.#rejected.push({ ordinal: -1, position, faults });
  }

  /** All that one line says; a line that says what another said before is rejected. */
  add(position: Position, records: readonly RecordResource[]): void {
    const names = records.flatMap(namesOf);
    const first = names.map((name) => this.#places.get(name)).find((place) => place !== undefined);
    if (first) {
      this.reject(position, [{ reason: `says the same as ${describePosition(first)}; one line an entry` }]);
      return;
    }
    for (const name of names) this.#places.set(name, position);
    for (const record of records) this.#put(position, record);
  }

  /** Everything, as an input of the loader; each record stands where its first line does. */
  input(): Input {
    const records = [...this.#records.values()].map(({ position, resource }, ordinal) => ({
      ordinal,
      position,
      resource,
    }));
    const entries = [...this.#rejected, ...records];
    return {
      entries: async function* (wanted) {
        yield* entries.filter(({ ordinal }) => !wanted || wanted(ordinal));
      },
    };
  }

  #put(position: Position, resource: RecordResource): void {
    const key = `${resource.resourceType}/${resource.id}`;
    const held = this.#records.get(key);
    if (!held) this.#records.set(key, { position, resource });
    else held.resource = together(held.resource, resource);
  }
}

function namesOf(record: RecordResource): string[] {
  const key = `${record.resourceType}/${record.id}`;
  const facts = record.resourceType === 'Practitioner' ? (record.qualification ?? []).map(factName) : [];
  return facts.length > 0 ? facts.map((fact) => `${key} ${fact}`) : [key];
}

function together(first: RecordResource, second: RecordResource): RecordResource {
  if (first.resourceType !== 'Practitioner' || second.resourceType !== 'Practitioner') return first;
  return { ...first, qualification: [...(first.qualification ?? []), ...(second.qualification ?? [])] };
}
