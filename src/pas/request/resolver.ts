import type { Bundle, ExtractResource, Reference, Resource, ResourceType } from '@medplum/fhirtypes';
import type { Resolve, Submission } from './submission.ts';

const RELATIVE = /^[A-Za-z]{1,64}\/[A-Za-z0-9\-.]{1,64}$/;
const RESTFUL = /^(https?:\/\/.+\/)([A-Za-z]{1,64}\/[A-Za-z0-9\-.]{1,64})$/;
const VERSION = /\/_history\/[A-Za-z0-9\-.]{1,64}$/;

/** The resources of a Bundle, by every name a reference can give them. */
interface Names {
  readonly byFullUrl: ReadonlyMap<string, Resource>;
  readonly fullUrls: ReadonlyMap<Resource, string>;
  /** Resources by `Patient/1`: their type and id, or the end of their fullUrl. */
  readonly byTypeAndId: ReadonlyMap<string, ReadonlySet<Resource>>;
  /** The entry's resource of each contained resource. */
  readonly containers: ReadonlyMap<Resource, Resource>;
}

/**
 * Resolves references within a Bundle: contained; by fullUrl; relative to the fullUrl of the entry that refers; and,
 * for a relative reference that finds nothing so, the one entry with that type and id.
 * @see https://hl7.org/fhir/R4/bundle.html#references
 */
export function resolverOf(bundle: Bundle): Pick<Submission, 'resolve' | 'resolveAs' | 'fullUrlOf'> {
  const names = namesOf(bundle);
  const first = bundle.entry?.[0]?.resource;
  const resolve: Resolve = (reference, from = first) => {
    if (reference?.reference !== undefined) {
      const resource = find(names, reference.reference, from);
      return resource ? { kind: 'resource', resource } : { kind: 'dangling', reference };
    }
    return reference?.identifier || reference?.display ? { kind: 'logical', reference } : { kind: 'absent' };
  };
  return {
    resolve,
    resolveAs: (type, reference: Reference | undefined, from) => {
      const resolved = resolve(reference, from);
      if (resolved.kind !== 'resource') return resolved;
      const { resource } = resolved;
      return isOfType(resource, type) ? { kind: 'resource', resource } : { kind: 'wrong-type', resource };
    },
    fullUrlOf: (resource) => names.fullUrls.get(names.containers.get(resource) ?? resource),
  };
}

function isOfType<K extends ResourceType>(resource: Resource, type: K): resource is ExtractResource<K> {
  return resource.resourceType === type;
}

function find(names: Names, reference: string, from: Resource | undefined): Resource | undefined {
  const owner = from && (names.containers.get(from) ?? from);
  if (reference === '#') return owner;
  if (reference.startsWith('#')) return containedIn(owner).find(({ id }) => id === reference.slice(1));
  const current = reference.replace(VERSION, '');
  const named = names.byFullUrl.get(current);
  if (named || !RELATIVE.test(current)) return named;
  const base = RESTFUL.exec((owner && names.fullUrls.get(owner)) ?? '')?.[1];
  const sibling = base === undefined ? undefined : names.byFullUrl.get(base + current);
  if (sibling) return sibling;
  const [only, ...others] = names.byTypeAndId.get(current) ?? [];
  return others.length === 0 ? only : undefined;
}

function namesOf(bundle: Bundle): Names {
  const byFullUrl = new Map<string, Resource>();
  const fullUrls = new Map<Resource, string>();
  const byTypeAndId = new Map<string, Set<Resource>>();
  const containers = new Map<Resource, Resource>();
  for (const { fullUrl = '', resource } of bundle.entry ?? []) {
    if (!resource) continue;
    if (!byFullUrl.has(fullUrl)) byFullUrl.set(fullUrl, resource);
    fullUrls.set(resource, fullUrl);
    for (const name of [`${resource.resourceType}/${resource.id}`, RESTFUL.exec(fullUrl)?.[2]]) {
      if (name) byTypeAndId.set(name, (byTypeAndId.get(name) ?? new Set()).add(resource));
    }
    for (const contained of containedIn(resource)) containers.set(contained, resource);
  }
  return { byFullUrl, fullUrls, byTypeAndId, containers };
}

function containedIn(resource: Resource | undefined): readonly Resource[] {
  return resource && 'contained' in resource ? (resource.contained ?? []) : [];
}
