import type { Bundle, BundleEntry, ClaimResponse, Reference, Resource } from '@medplum/fhirtypes';
import { withoutEvidence } from '../../fhir/evidence.ts';
import { caseSystem } from '../../fhir/systems.ts';
import { type InformationRequests, nothingAsked } from '../additionalInformation/informationRequest.ts';
import { sentRequests } from '../additionalInformation/sentRequests.ts';
import { pasProfile } from '../codes.ts';
import { objectsWithin } from '../reading/walkElements.ts';
import type { Submission } from '../request/submission.ts';
import { byIdentifier, echo, echoedExtensions, echoedProvider, entryUrl } from './echo.ts';
import { unsentClaim } from './unsentClaim.ts';

/**
 * The PAS response Bundle for an answer as it now stands: the stored ClaimResponse with its references turned back to the
 * request's own entries, which are echoed with their fullUrls. @see PAS 2.2.1 profile-pas-response-bundle, spec-30 to 33
 * @param base - absolute FHIR base under which the ClaimResponse can be read
 * @param requests - what is asked of the requestor; only what is still wanted goes out
 */
export function responseBundle(
  stored: ClaimResponse,
  submission: Submission,
  base: string,
  requests: InformationRequests = nothingAsked,
): Bundle {
  const { bundle, claim } = submission;
  const answer = sentResponse(stored, submission, base);
  const asked = sentRequests(requests, { ...answer, requestor: whoSends(answer, submission) }, claim, base);
  const response = { ...answer, communicationRequest: asked.communicationRequest };
  const echoed = reachable(submission, [claim.patient, claim.insurer, claim.provider, ...referencesIn(response)]);
  return {
    resourceType: 'Bundle',
    meta: { profile: [pasProfile.responseBundle] },
    // What was not sent as a PAS message has no transaction to echo: it goes by its case.
    identifier: bundle.identifier ?? stored.identifier?.find(({ system }) => system === caseSystem),
    type: 'collection',
    timestamp: stored.meta?.lastUpdated,
    entry: [
      { fullUrl: `${base}/ClaimResponse/${stored.id}`, resource: response },
      ...echoed.flatMap((resource): BundleEntry[] => {
        const fullUrl = entryUrl(submission, resource);
        return fullUrl === undefined ? [] : [{ fullUrl, resource }];
      }),
      ...asked.entries,
    ],
  };
}

function sentResponse(stored: ClaimResponse, submission: Submission, base: string): ClaimResponse {
  const { claim } = submission;
  return {
    ...stored,
    meta: {
      versionId: stored.meta?.versionId,
      lastUpdated: stored.meta?.lastUpdated,
      profile: [pasProfile.claimResponse],
    },
    extension: echoedExtensions(submission, withoutEvidence(stored.extension)),
    // By those of the requests it replaces an answer is found; it is told under its own.
    identifier: stored.identifier?.filter(({ use }) => use !== 'old'),
    patient: echo(submission, claim.patient) ?? byIdentifier(stored.patient),
    insurer: echo(submission, claim.insurer) ?? byIdentifier(stored.insurer),
    requestor: requestorOf(stored, submission),
    request: requestOf(stored, submission, base),
    item: stored.item?.map((item) => ({
      ...item,
      extension: echoedExtensions(submission, item.extension, item.itemSequence),
    })),
    addItem: stored.addItem?.map((item) => ({
      ...item,
      extension: echoedExtensions(submission, item.extension, item.itemSequence?.[0]),
      provider: item.provider?.map((provider) => echoedProvider(submission, provider)),
    })),
  };
}

/** The Claim under the name its sender knows; one that was written into the store, where it can be read. @see PAS 2.2.1, spec-44 */
function requestOf({ request }: ClaimResponse, submission: Submission, base: string): ClaimResponse['request'] {
  switch (submission.assembledFrom) {
    case undefined:
      return { reference: submission.claimFullUrl };
    case 'claim':
      return { reference: `${base}/${request?.reference}` };
    case 'service-request':
      return unsentClaim;
  }
}

/** A requestor is an organization or a role: a person who is neither is named by identifier, without a type. */
function requestorOf({ requestor }: ClaimResponse, submission: Submission): ClaimResponse['requestor'] {
  const { claim, resolve, assembledFrom } = submission;
  const sent = resolve(claim.provider);
  const isPerson = sent.kind === 'resource' && sent.resource.resourceType === 'Practitioner';
  const echoed = isPerson && assembledFrom ? undefined : echo(submission, claim.provider);
  if (echoed || !requestor) return echoed;
  const { type, ...named } = byIdentifier(requestor);
  return type === 'Practitioner' ? named : { type, ...named };
}

/** Documents are sent by an organization: that of the role, where a role is the requestor. */
function whoSends({ requestor }: ClaimResponse, submission: Submission): ClaimResponse['requestor'] {
  const role = submission.resolveAs('PractitionerRole', submission.claim.provider);
  if (role.kind !== 'resource') return requestor;
  const { organization } = role.resource;
  const found = submission.resolveAs('Organization', organization, role.resource);
  const fullUrl = found.kind === 'resource' ? entryUrl(submission, found.resource) : undefined;
  return fullUrl === undefined ? organization && byIdentifier(organization) : { reference: fullUrl };
}

function referencesIn(response: ClaimResponse): readonly Reference[] {
  return objectsWithin(response, '').flatMap(({ value: { reference } }) =>
    typeof reference === 'string' ? [{ reference }] : [],
  );
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
