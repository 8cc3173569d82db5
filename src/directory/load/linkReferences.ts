import type { Targets } from './findTargets.ts';
import type { RecordResource } from './recordTypes.ts';
import { findReferences, rewriteReferences } from './references.ts';
import type { Fault } from './rejection.ts';
import type { LoadSession, Pending } from './session.ts';

/** A record whose references name the store's records, or those it cannot name. */
export type Linked =
  | { readonly resource: RecordResource; readonly faults?: undefined }
  | { readonly faults: readonly Fault[] };

/**
 * Turns every reference between file records into the store's.
 * @param urns - `urn:uuid:` by `Type/id` of the file, for what the same transaction creates
 */
export function linkReferences(
  { catalog, ids }: LoadSession,
  { resource }: Pending,
  targets: Targets,
  urns: ReadonlyMap<string, string>,
): Linked {
  const linked = (reference: string): string | undefined => {
    const key = catalog.keyOf(reference);
    const id = key && ids.get(key);
    if (id) return `${key.slice(0, key.indexOf('/'))}/${id}`;
    return targets.get(reference) ?? urns.get(key ?? '');
  };
  const faults = findReferences(resource)
    .filter(({ reference }) => linked(reference) === undefined)
    .map(({ expression, reference }): Fault => {
      const key = catalog.keyOf(reference) ?? '';
      const wasRejected = catalog.has(key) || catalog.rejectedKeys.has(key);
      const because = wasRejected ? 'which was rejected itself' : 'which is neither in the files nor of record';
      return { expression, reason: `refers to ${reference}, ${because}` };
    });
  if (faults.length > 0) return { faults };
  return { resource: rewriteReferences(resource, (reference) => linked(reference) ?? reference) };
}
