import type { BundleEntry, Claim, ClaimResponse, CommunicationRequest, Reference, Task } from '@medplum/fhirtypes';
import { pasProfile } from '../codes.ts';
import { taskInputs } from './codes.ts';
import { byIdentifier } from './communicationRequest.ts';
import type { InformationRequests } from './informationRequest.ts';

/** The requests as entries of the response Bundle, and what its ClaimResponse says of them. */
export interface SentRequests {
  /** Absolute references, as the fullUrls are; undefined: nothing is asked for. */
  readonly communicationRequest: ClaimResponse['communicationRequest'];
  readonly entries: readonly BundleEntry[];
}

/**
 * What is still asked for, as it goes out: references lead to entries of the Bundle, or name by identifier.
 * @param response - as it goes out
 * @param base - absolute FHIR base under which the resources can be read, and the information is taken
 * @see PAS 2.2.1 profile-communicationrequest, profile-task
 */
export function sentRequests(
  { communicationRequests, tasks }: InformationRequests,
  response: ClaimResponse,
  claim: Claim,
  base: string,
): SentRequests {
  const asked = communicationRequests.filter(({ status }) => status === 'active');
  const waiting = tasks.filter(({ status }) => status === 'requested');
  const urlOf = (resource: CommunicationRequest | Task) => `${base}/${resource.resourceType}/${resource.id}`;
  return {
    communicationRequest: asked.length > 0 ? asked.map((request) => ({ reference: urlOf(request) })) : undefined,
    entries: [
      ...asked.map((request) => ({ fullUrl: urlOf(request), resource: sentRequest(request, response, base) })),
      ...waiting.map((task) => ({ fullUrl: urlOf(task), resource: sentTask(task, response, claim, base) })),
    ],
  };
}

function sentRequest(stored: CommunicationRequest, response: ClaimResponse, base: string): CommunicationRequest {
  const { groupIdentifier: _case, ...request } = stored;
  return {
    ...request,
    meta: sentMeta(stored, pasProfile.communicationRequest),
    subject: response.patient,
    about: [{ reference: `${base}/ClaimResponse/${response.id}` }],
    requester: response.insurer,
    recipient: [response.insurer],
    sender: senderOf(response),
  };
}

/** A role is no sender of documents: one that is named only is named without its type. */
function senderOf({ requestor }: ClaimResponse): CommunicationRequest['sender'] {
  return requestor?.type === 'PractitionerRole' && requestor.reference === undefined
    ? byIdentifier(requestor)
    : requestor;
}

function sentTask(stored: Task, response: ClaimResponse, claim: Claim, base: string): Task {
  const { groupIdentifier: _case, ...task } = stored;
  return {
    ...task,
    meta: sentMeta(stored, pasProfile.task),
    basedOn: stored.basedOn?.map((request) => absolute(request, base)),
    for: response.patient,
    // The Claim is the requestor's own, and no entry of the response.
    reasonReference: { type: 'Claim', ...(byIdentifier({ identifier: claim.identifier?.[0] }) ?? response.request) },
    input: [{ type: taskInputs.payerUrl, valueUrl: `${base}/$submit-attachment` }, ...(stored.input ?? [])],
  };
}

function sentMeta({ meta }: CommunicationRequest | Task, profile: string): CommunicationRequest['meta'] {
  return { versionId: meta?.versionId, lastUpdated: meta?.lastUpdated, profile: [profile] };
}

function absolute({ reference }: Reference, base: string): Reference {
  return { reference: `${base}/${reference}` };
}
