import { readdirSync, readFileSync } from 'node:fs';
import type { Artifact, ArtifactType } from './artifact.ts';

const folder = new URL('../../fhir-profiles/', import.meta.url);

/** The artifacts, by type and id, and by canonical url. */
export interface Artifacts {
  /** In the order of their file names. */
  readonly all: readonly Artifact[];
  read(type: ArtifactType, id: string): Artifact | undefined;
  /** @param canonical - with or without `|version`; a version that is not the one held finds nothing */
  resolve(canonical: string): Artifact | undefined;
}

/**
 * Reads every `fhir-profiles/<Type>-<id>.json`, synchronously: once, before anything is served.
 * @throws Error when the folder cannot be read, or a file is not JSON
 */
export function readArtifacts(): Artifacts {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const all = files.sort().map((name): Artifact => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
  const byId = new Map(all.map((artifact) => [`${artifact.resourceType}/${artifact.id}`, artifact]));
  const byUrl = new Map(all.map((artifact) => [artifact.url, artifact]));
  return {
    all,
    read: (type, id) => byId.get(`${type}/${id}`),
    resolve: (canonical) => {
      const artifact = byUrl.get(canonical.split('|')[0] ?? '');
      return artifact && isNamedBy(artifact, canonical) ? artifact : undefined;
    },
  };
}

/** Does a canonical, with or without `|version`, name the artifact? */
export function isNamedBy({ url, version }: Artifact, canonical: string): boolean {
  return canonical === url || canonical === `${url}|${version}`;
}
