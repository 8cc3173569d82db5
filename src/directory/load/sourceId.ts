import type { Identifier } from '@medplum/fhirtypes';
import type { RecordResource } from './recordTypes.ts';

/**
 * System of the identifier by which a second load recognizes a record. Its value is `<source>/<Type>/<id in the file>`;
 * `use` is `secondary` when the source found the record already there and added to it.
 */
export const sourceIdSystem = 'https://w3id.org/second-opinion/source-id';

/** The source of data loaded without `--source`. */
export const planSource = 'plan';

/** @param key - `Type/id` as the file has it */
export function sourceId(source: string, key: string): Identifier {
  return { system: sourceIdSystem, value: `${source}/${key}` };
}

/** A source-id identifier, read back. */
export interface SourceId {
  readonly source: string;
  /** `Type/id` as the source's file has it. */
  readonly key: string;
  /** The source added to a record that was not its own. */
  readonly secondary: boolean;
}

/** By which sources, and under which file ids, a record is held. */
export function sourceIdsOf(resource: RecordResource): SourceId[] {
  return (resource.identifier ?? []).flatMap((identifier) => {
    if (!isSourceId(identifier) || !identifier.value) return [];
    const slash = identifier.value.indexOf('/');
    const value = identifier.value;
    return [{ source: value.slice(0, slash), key: value.slice(slash + 1), secondary: identifier.use === 'secondary' }];
  });
}

export function isSourceId(identifier: Identifier): boolean {
  return identifier.system === sourceIdSystem;
}
