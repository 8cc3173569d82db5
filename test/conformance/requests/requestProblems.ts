import type { Bundle } from '@medplum/fhirtypes';
import { problemsOf } from '../responses/validate.ts';

/** What is against its profile in a request: the Bundle, and every entry after the profile it claims. */
export function requestProblems(bundle: Bundle, profile = 'profile-pas-request-bundle'): readonly string[] {
  const found = [
    ...problemsOf(bundle, profile),
    ...(bundle.entry ?? []).flatMap(({ resource }) =>
      (resource?.meta?.profile ?? []).flatMap((claimed) => problemsOf(resource ?? {}, claimed, bundle)),
    ),
  ];
  return [...new Set(found)];
}
