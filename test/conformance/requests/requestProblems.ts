import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { problemsOf } from '../responses/validate.ts';

/** What is against its profile in a request: the Bundle, and every entry after the profile it claims. */
export function requestProblems(request: Bundle, profile = 'profile-pas-request-bundle'): readonly string[] {
  const bundle = { ...request, entry: request.entry?.map(withoutGrandparent) };
  const found = [
    ...problemsOf(bundle, profile),
    ...(bundle.entry ?? []).flatMap(({ resource }) =>
      (resource?.meta?.profile ?? []).flatMap((claimed) => problemsOf(resource ?? {}, claimed, bundle)),
    ),
  ];
  return [...new Set(found)];
}

/** The Claim before the prior one is not sent, and the reference to it leads nowhere. @see PAS 2.2.1, spec-66 */
function withoutGrandparent(entry: BundleEntry, index: number): BundleEntry {
  const { resource } = entry;
  if (index === 0 || resource?.resourceType !== 'Claim') return entry;
  const related = resource.related?.map((each) => ({ ...each, claim: { display: 'not sent' } }));
  return { ...entry, resource: { ...resource, related } };
}
