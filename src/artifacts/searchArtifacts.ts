import type { Bundle } from '@medplum/fhirtypes';
import type { Artifact, ArtifactType } from './artifact.ts';
import { type Artifacts, isNamedBy } from './artifacts.ts';

/** What artifacts can be searched by; each value of a comma-separated list may match. */
const filters: ReadonlyMap<string, (artifact: Artifact, value: string) => boolean> = new Map([
  ['_id', ({ id }, value) => id === value],
  ['name', ({ name = '' }, value) => name.toLowerCase().startsWith(value.toLowerCase())],
  ['url', isNamedBy],
]);

/** What concerns the page, or the form of the answer only. */
const others = ['_count', '_offset', '_format', '_pretty'];

export type ArtifactSearch =
  | { readonly ok: true; readonly bundle: Bundle }
  /** Sentences for the client, one a problem. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * One page of a search among the artifacts of a type: all of them, unless `_count` says otherwise.
 * @param query - as in the URL; repeated parameters must all match
 * @param base - FHIR base without a slash at its end, for full URLs and links
 */
export function searchArtifacts(
  artifacts: Artifacts,
  type: ArtifactType,
  query: URLSearchParams,
  base: string,
): ArtifactSearch {
  const problems = [...unsupported(query), ...notNumbers(query)];
  if (problems.length > 0) return { ok: false, problems };
  const found = artifacts.all.filter((artifact) => artifact.resourceType === type && matches(artifact, query));
  const offset = Number(query.get('_offset') ?? 0);
  const count = Number(query.get('_count') ?? found.length);
  const page = found.slice(offset, offset + count);
  const isMore = count > 0 && offset + count < found.length;
  return {
    ok: true,
    bundle: {
      resourceType: 'Bundle',
      type: 'searchset',
      total: found.length,
      link: [
        { relation: 'self', url: linkTo(base, type, query) },
        ...(isMore ? [{ relation: 'next', url: linkTo(base, type, query, offset + count) } as const] : []),
      ],
      entry: page.map((resource) => ({
        fullUrl: `${base}/${type}/${resource.id}`,
        resource,
        search: { mode: 'match' },
      })),
    },
  };
}

function matches(artifact: Artifact, query: URLSearchParams): boolean {
  return [...query].every(([name, values]) => {
    const matchesOne = filters.get(name);
    return matchesOne === undefined || values.split(',').some((value) => matchesOne(artifact, value));
  });
}

function unsupported(query: URLSearchParams): readonly string[] {
  const supported = [...filters.keys(), ...others];
  return [...new Set(query.keys())]
    .filter((name) => !supported.includes(name))
    .map((name) => `Unknown search parameter "${name.slice(0, 60)}". Supported: ${supported.join(', ')}.`);
}

function notNumbers(query: URLSearchParams): readonly string[] {
  return ['_count', '_offset']
    .filter((name) => query.getAll(name).some((value) => !/^\d{1,6}$/.test(value)))
    .map((name) => `"${name}" must be a whole number, zero or more.`);
}

function linkTo(base: string, type: ArtifactType, query: URLSearchParams, offset?: number): string {
  const parameters = new URLSearchParams(query);
  if (offset !== undefined) parameters.set('_offset', `${offset}`);
  const text = parameters.toString();
  return `${base}/${type}${text === '' ? '' : `?${text}`}`;
}
