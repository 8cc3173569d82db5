import { checkRecord, fileKey } from './checkRecord.ts';
import type { Input, InputEntry } from './input.ts';
import { findReferences, referenceKey } from './references.ts';
import { describePosition, type Position, type Rejection } from './rejection.ts';

/** What is remembered of an acceptable record between the passes over the inputs; its content is not. */
export interface CatalogRecord {
  /** `Type/id` as the file has it. */
  readonly key: string;
  readonly input: number;
  readonly ordinal: number;
  readonly position: Position;
  readonly references: readonly string[];
}

/** All that the inputs hold. */
export interface Catalog {
  readonly records: ReadonlyMap<string, CatalogRecord>;
  /** Keys of lines that were rejected: their source still holds them. */
  readonly rejectedKeys: ReadonlySet<string>;
  /** Lines of which not even type and id could be read. */
  readonly unidentified: number;
  readonly rejections: readonly Rejection[];
  /** `Type/id` in the files of what a reference names; undefined for a URN that no entry has. */
  keyOf(reference: string): string | undefined;
}

/** The first pass: checks every entry and remembers where it stands and what it refers to. */
export async function readCatalog(inputs: readonly Input[]): Promise<Catalog> {
  const records = new Map<string, CatalogRecord>();
  const fullUrls = new Map<string, string>();
  const rejectedKeys = new Set<string>();
  const rejections: Rejection[] = [];
  let unidentified = 0;

  for (const [input, { entries, checksNpis }] of inputs.entries()) {
    for await (const entry of entries()) {
      const checked = checkRecord(entry, checksNpis);
      if (checked.faults) {
        rejections.push({ ...entry.position, faults: checked.faults });
        if (checked.key) rejectedKeys.add(checked.key);
        if (!checked.key && !hasForeignType(entry)) unidentified += 1;
        continue;
      }
      const { key, resource } = checked;
      const first = records.get(key);
      if (first) {
        const reason = `is given before, at ${describePosition(first.position)}; one record an id`;
        rejections.push({ ...entry.position, faults: [{ expression: `${resource.resourceType}.id`, reason }] });
        continue;
      }
      if (entry.fullUrl) fullUrls.set(entry.fullUrl, key);
      const references = [...new Set(findReferences(resource).map(({ reference }) => reference))];
      records.set(key, { key, input, ordinal: entry.ordinal, position: entry.position, references });
    }
  }

  const keyOf = (reference: string) => fullUrls.get(reference) ?? referenceKey(reference);
  return { records, rejectedKeys, unidentified, rejections, keyOf };
}

/** A resource of a type that is never loaded says nothing about what the source still holds. */
function hasForeignType(entry: InputEntry): boolean {
  return fileKey(entry) !== undefined;
}
