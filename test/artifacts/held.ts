import { readdirSync, readFileSync } from 'node:fs';
import type { ExtractResource, Resource } from '@medplum/fhirtypes';
import type { Artifact, ArtifactType } from '../../src/artifacts/artifact.ts';
import { readArtifacts } from '../../src/artifacts/artifacts.ts';

export const held = readArtifacts();

export const ownBase = 'https://w3id.org/second-opinion';

/** The artifact `fhir-profiles/<type>-<id>.json`; throws when there is none. */
export function artifact<T extends ArtifactType>(type: T, id: string): ExtractResource<T> {
  const found = ofType(type).find((candidate: Resource) => candidate.id === id);
  if (!found) throw new Error(`fhir-profiles/${type}-${id}.json is missing`);
  return found;
}

export function ofType<T extends ArtifactType>(type: T): readonly ExtractResource<T>[] {
  return held.all.filter(
    (candidate): candidate is Extract<Artifact, ExtractResource<T>> => candidate.resourceType === type,
  );
}

/** Every code of a code system, at every level. */
export function codesIn(id: string): readonly string[] {
  type Concepts = ReturnType<typeof artifact<'CodeSystem'>>['concept'];
  const below = (concepts: Concepts): readonly string[] =>
    (concepts ?? []).flatMap(({ code, concept }) => [code, ...below(concept)]);
  return below(artifact('CodeSystem', id).concept);
}

/** Ids of the own artifacts of a type that the code names by canonical url, sorted. */
export function namedInCode(type: string): readonly string[] {
  const pattern = new RegExp(`(?:\\$\\{ownBase\\}|${ownBase})/${type}/([A-Za-z0-9-]+)`, 'g');
  const found = code.flatMap((text) => [...text.matchAll(pattern)].flatMap(([, id]) => id ?? []));
  return [...new Set(found)].sort();
}

/** Everything that matches the pattern's first group in the code below a folder of the project. */
export function inCode(folder: string, pattern: RegExp): readonly string[] {
  const found = sources(folder).flatMap((text) => [...text.matchAll(pattern)].flatMap(([, group]) => group ?? []));
  return [...new Set(found)].sort();
}

function sources(folder: string): readonly string[] {
  const root = new URL(`../../${folder}/`, import.meta.url);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, root), 'utf8'));
}

const code = [...sources('src'), ...sources('bots')];

/** Every string anywhere below that is a canonical of this project, without its version. */
export function ownCanonicals(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    const [url = ''] = value.split(/[|#]/);
    return url.startsWith(`${ownBase}/`) && /^[A-Z]/.test(url.slice(ownBase.length + 1)) ? [url] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(ownCanonicals);
}
