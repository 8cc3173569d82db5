import type { Bundle, BundleEntry, ClaimResponse, Extension, Reference, Resource } from '@medplum/fhirtypes';
import { withoutEvidence } from '../../fhir/evidence.ts';
import { pasExtension, pasProfile } from '../codes.ts';
import { objectsWithin } from '../reading/walkElements.ts';
import type { Submission } from '../request/submission.ts';

/**
 * The PAS response Bundle for an answer as it now stands: the stored ClaimResponse with its references turned back to the
 * request's own entries, which are echoed with their fullUrls. @see PAS 2.2.1 profile-pas-response-bundle, spec-30 to 33
 * @param base - absolute FHIR base under which the ClaimResponse can be read
 */
export function responseBundle(stored: ClaimResponse, submission: Submission, base: string): Bundle {
  const { bundle, claim } = submission;
  const response = sentResponse(stored, submission);
  const referenced = [claim.patient, claim.insurer, claim.provider, ...authorizedProviders(response)];
  const echoed = reachable(submission, referenced);
  return {
    resourceType: 'Bundle',
    meta: { profile: [pasProfile.responseBundle] },
    identifier: bundle.identifier,
    type: 'collection',
    timestamp: stored.meta?.lastUpdated,
    entry: [
      { fullUrl: `${base}/ClaimResponse/${stored.id}`, resource: response },
      ...echoed.flatMap((resource): BundleEntry[] => {
        const fullUrl = entryUrl(submission, resource);
        return fullUrl === undefined ? [] : [{ fullUrl, resource }];
      }),
    ],
  };
}

function sentResponse(stored: ClaimResponse, submission: Submission): ClaimResponse {
  const { claim, claimFullUrl } = submission;
  return {
    ...stored,
    meta: {
      versionId: stored.meta?.versionId,
      lastUpdated: stored.meta?.lastUpdated,
      profile: [pasProfile.claimResponse],
    },
    extension: withoutEvidence(stored.extension),
    patient: echo(submission, claim.patient) ?? byIdentifier(stored.patient),
    insurer: echo(submission, claim.insurer) ?? byIdentifier(stored.insurer),
    requestor: echo(submission, claim.provider) ?? (stored.requestor && byIdentifier(stored.requestor)),
    request: { reference: claimFullUrl },
    item: stored.item?.map((item) => ({
      ...item,
      extension: item.extension?.map((extension) => withEchoedProvider(extension, submission)),
    })),
  };
}

/** What is not an entry of the request goes out without its link into this store, which the Bundle does not hold. */
function byIdentifier<T extends Resource>({ type, identifier, display }: Reference<T>): Reference<T> {
  return { type, identifier, display };
}

/** The reference by fullUrl to the entry that `reference` leads to; undefined for what an entry contains. */
function echo<T extends Resource>(
  submission: Submission,
  reference: Reference<T> | undefined,
): Reference<T> | undefined {
  const resolved = submission.resolve(reference);
  const fullUrl = resolved.kind === 'resource' ? entryUrl(submission, resolved.resource) : undefined;
  return fullUrl === undefined ? undefined : { reference: fullUrl };
}

function entryUrl({ bundle, fullUrlOf }: Submission, resource: Resource): string | undefined {
  return bundle.entry?.some((entry) => entry.resource === resource) ? fullUrlOf(resource) : undefined;
}

/** The authorized provider goes out as the request's own entry with that NPI; one who is not in it, by identifier. */
function withEchoedProvider(extension: Extension, submission: Submission): Extension {
  if (extension.url !== pasExtension.itemAuthorizedProvider) return extension;
  const parts = extension.extension?.map((part) => {
    const reference = part.url === 'provider' ? part.valueReference : undefined;
    if (!reference) return part;
    const fullUrl = fullUrlByIdentifier(submission, reference);
    const { display } = reference;
    return {
      ...part,
      valueReference: fullUrl === undefined ? byIdentifier(reference) : { reference: fullUrl, display },
    };
  });
  return { ...extension, extension: parts };
}

function fullUrlByIdentifier({ bundle }: Submission, { identifier }: Reference): string | undefined {
  return bundle.entry?.find(
    ({ resource }) =>
      (resource?.resourceType === 'Practitioner' || resource?.resourceType === 'Organization') &&
      resource.identifier?.some(({ system, value }) => system === identifier?.system && value === identifier?.value),
  )?.fullUrl;
}

function authorizedProviders(response: ClaimResponse): readonly Reference[] {
  return (response.item ?? [])
    .flatMap(({ extension }) => extension ?? [])
    .filter(({ url }) => url === pasExtension.itemAuthorizedProvider)
    .flatMap(({ extension }) => extension?.find(({ url }) => url === 'provider')?.valueReference ?? []);
}

/** The entries the references lead to, and those these refer to in turn, each once; the Claims are left out. */
function reachable(submission: Submission, references: readonly (Reference | undefined)[]): readonly Resource[] {
  const found = new Set<Resource>();
  const follow = (reference: Reference | undefined, from?: Resource) => {
    const resolved = submission.resolve(reference, from);
    if (resolved.kind !== 'resource' || found.has(resolved.resource) || resolved.resource.resourceType === 'Claim')
      return;
    found.add(resolved.resource);
    for (const { value } of objectsWithin(resolved.resource, '')) {
      if (typeof value.reference === 'string') follow({ reference: value.reference }, resolved.resource);
    }
  };
  for (const reference of references) follow(reference);
  return [...found];
}
