import type { IncludeTarget, SearchRequest, WithId } from '@medplum/core';
import { type FhirRepository, getSearchIncludeEntries, getSearchRevIncludeEntries } from '@medplum/fhir-router';
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { problem } from './problem.ts';

const options = { fullUrl: (type: string, id: string) => `${type}/${id}` };

/** What is included is looked at again for `:iterate` so many times. */
const mostRounds = 5;

const mostIncluded = 1_000;

/**
 * Adds what `_include` and `_revinclude` ask for, once each; with `:iterate` also of what was included.
 * @throws OperationOutcomeError when that are more than 1,000 resources, or they are more than five steps away
 */
export async function addIncluded<Type extends Resource>(
  repository: FhirRepository,
  request: SearchRequest<Type>,
  bundle: Bundle<WithId<Type>>,
): Promise<Bundle<WithId<Type>>> {
  if (!bundle.entry || !(request.include || request.revInclude)) return bundle;
  const included = new Map<string, BundleEntry>();
  const matches = bundle.entry.map(({ fullUrl = '' }) => fullUrl);
  let latest = bundle.entry.flatMap(({ resource }): Resource[] => (resource ? [resource] : []));
  for (let round = 0; latest.length > 0; round += 1) {
    if (round >= mostRounds || included.size > mostIncluded) throw tooMany();
    const found = await includedIn(repository, round === 0 ? request : iterated(request), latest);
    const added = new Map(found.map((entry) => [entry.fullUrl ?? '', entry]));
    for (const known of [...matches, ...included.keys()]) added.delete(known);
    for (const [url, entry] of added) included.set(url, entry);
    latest = [...added.values()].flatMap(({ resource }) => resource ?? []);
  }
  return Object.assign(bundle, { entry: [...bundle.entry, ...included.values()] });
}

type Includes = Pick<SearchRequest, 'include' | 'revInclude'>;

async function includedIn(
  repository: FhirRepository,
  { include = [], revInclude = [] }: Includes,
  resources: readonly Resource[],
): Promise<readonly BundleEntry[]> {
  const found = await Promise.all([
    ...include.map((target) => getSearchIncludeEntries(repository, target, from(target, resources), options)),
    ...revInclude.map((target) => getSearchRevIncludeEntries(repository, target, [...resources], options)),
  ]);
  return found.flat();
}

/** The expression of a parameter takes long, also where it finds nothing, as in resources of other types. */
function from({ resourceType }: IncludeTarget, resources: readonly Resource[]): Resource[] {
  return resources.filter((resource) => resource.resourceType === resourceType);
}

function iterated({ include, revInclude }: Includes): Includes {
  const again = (targets?: IncludeTarget[]) => targets?.filter(({ modifier }) => modifier === 'iterate');
  return { include: again(include), revInclude: again(revInclude) };
}

function tooMany() {
  return problem(
    '_include and _revinclude reach too many resources: ask for fewer with _count, or leave :iterate out.',
  );
}
