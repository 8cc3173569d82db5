import type { Extension, Reference, Resource } from '@medplum/fhirtypes';
import { extensionsOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';
import type { Submission } from '../request/submission.ts';

/** The fullUrl of the resource's own entry; undefined for what an entry contains. */
export function entryUrl({ bundle, fullUrlOf }: Submission, resource: Resource): string | undefined {
  return bundle.entry?.some((entry) => entry.resource === resource) ? fullUrlOf(resource) : undefined;
}

/** The reference by fullUrl to the entry of the request that `reference` leads to. */
export function echo<T extends Resource>(
  submission: Submission,
  reference: Reference<T> | undefined,
): Reference<T> | undefined {
  const resolved = submission.resolve(reference);
  const fullUrl = resolved.kind === 'resource' ? entryUrl(submission, resolved.resource) : undefined;
  return fullUrl === undefined ? undefined : { reference: fullUrl };
}

/** What is not an entry of the request goes out without its link into this store, which the Bundle does not hold. */
export function byIdentifier<T extends Resource>({ type, identifier, display }: Reference<T>): Reference<T> {
  return { type, identifier, display };
}

/** A stored provider goes out as the request's own entry with that identifier; one who is not in it, by identifier. */
export function echoedProvider<T extends Resource>({ bundle }: Submission, provider: Reference<T>): Reference<T> {
  const { extension, identifier, display } = provider;
  const entry = bundle.entry?.find(
    ({ resource }) =>
      (resource?.resourceType === 'Practitioner' || resource?.resourceType === 'Organization') &&
      resource.identifier?.some(({ system, value }) => system === identifier?.system && value === identifier?.value),
  );
  return {
    ...(extension ? { extension } : {}),
    ...(entry?.fullUrl === undefined ? byIdentifier(provider) : { reference: entry.fullUrl, display }),
  };
}

/**
 * Extensions of an answer with their references turned back to the request's own entries.
 * @param sequence - of the item whose requested service is meant
 */
export function echoedExtensions(
  submission: Submission,
  extensions: readonly Extension[] | undefined,
  sequence?: number,
): Extension[] | undefined {
  return extensions?.map((extension) => {
    switch (extension.url) {
      case pasExtension.itemAuthorizedProvider:
        return { ...extension, extension: extension.extension?.map((part) => withProvider(submission, part)) };
      case pasExtension.requestedService:
        return { ...extension, valueReference: requestedService(submission, sequence) ?? extension.valueReference };
      default:
        return extension;
    }
  });
}

function withProvider(submission: Submission, part: Extension): Extension {
  return part.url === 'provider' && part.valueReference
    ? { ...part, valueReference: echoedProvider(submission, part.valueReference) }
    : part;
}

function requestedService(submission: Submission, sequence: number | undefined): Reference | undefined {
  const item = submission.claim.item?.find((each) => each.sequence === sequence);
  return echo(submission, extensionsOf(item, pasExtension.requestedService)[0]?.valueReference);
}
