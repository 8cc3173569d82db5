import { licenceStatus } from './licenceStatus.ts';
import type { ListSource } from './listSource.ts';
import { mediCalEnrolled } from './mediCalEnrolled.ts';
import { mediCalSuspended } from './mediCalSuspended.ts';
import { nppes } from './nppes.ts';
import { oigLeie } from './oigLeie.ts';
import { restrictedProvider, sam } from './otherExclusions.ts';

/** Every list that is read from CSV. */
export const listSources: readonly ListSource[] = [
  nppes,
  oigLeie,
  mediCalEnrolled,
  mediCalSuspended,
  licenceStatus,
  sam,
  restrictedProvider,
];

/** What `--source` calls them. */
export const listKinds: readonly string[] = listSources.map(({ kind }) => kind);

/** The list that `--source` names when no file is FHIR: `.json`, `.ndjson` and `.jsonl` are, whatever their source. */
export function listSourceOf(kind: string | undefined, files: readonly string[]): ListSource | undefined {
  if (files.some((file) => /\.(json|ndjson|jsonl)$/i.test(file))) return undefined;
  return listSources.find((source) => source.kind === kind);
}
