import type {
  Bundle,
  BundleEntry,
  Claim,
  ClaimResponse,
  ClaimResponseItem,
  Identifier,
  Parameters,
} from '@medplum/fhirtypes';
import { extensionsOf } from '../../fhir/elements.ts';
import type { InformationRequests } from '../additionalInformation/informationRequest.ts';
import { pasExtension } from '../codes.ts';
import { isMemberNumber } from '../reading/member.ts';
import type { Submission } from '../request/submission.ts';
import { responseBundle } from '../response/responseBundle.ts';
import { returnTransmission } from '../response/transmission.ts';
import { unsentClaim } from '../response/unsentClaim.ts';
import { inquiryProfile } from './codes.ts';
import type { Inquiry } from './inquiry.ts';
import { npisAmong } from './parties.ts';

/** A case that the inquiry found. */
export interface FoundCase {
  readonly response: ClaimResponse;
  /** False: the request came as something else, and no sender knows the Claim made of it. */
  readonly sentAsClaim: boolean;
  /** The numbers by which the member may be named: those of record; of a request that failed, those it shares with the inquiry. */
  readonly memberNumbers: readonly Identifier[];
  /** What is asked of the requestor; only what is still wanted is told. */
  readonly requests?: InformationRequests;
}

export interface InquiryReply {
  readonly inquiry: Inquiry;
  readonly found: readonly FoundCase[];
  /** Absolute FHIR base under which answers can be read. */
  readonly base: string;
  /** Instant of the reply, ISO 8601. */
  readonly timestamp: string;
}

/** The reply to an inquiry: a Bundle for each case, none when nothing was found. @see PAS 2.2.1, OperationDefinition/Claim-inquiry */
export function inquiryReply(reply: InquiryReply): Parameters {
  const parameter = reply.found.map((found) => ({ name: 'return', resource: inquiryResponseBundle(found, reply) }));
  return { resourceType: 'Parameters', ...(parameter.length > 0 ? { parameter } : {}) };
}

/**
 * The answer as it now stands, as that of a request would go out, in the words of the inquirer: patient, insurer and parties are
 * the inquiry's own entries where they are the same, and named by identifier where they are not.
 * @see StructureDefinition/profile-pas-inquiry-response-bundle of PAS 2.2.1, spec-44 and 46
 */
function inquiryResponseBundle(found: FoundCase, { inquiry, base, timestamp }: InquiryReply): Bundle {
  const { submission } = inquiry;
  const { memberNumbers } = found;
  // The stored patient is known by a number of who sent the request, which is nobody else's business.
  const patient: ClaimResponse['patient'] = { type: 'Patient', identifier: memberNumbers[0] };
  const standing = { ...found.response, patient };
  const echoed = echoing(submission, standing, memberNumbers);
  const { identifier: _own, ...bundle } = responseBundle(standing, echoed, base, found.requests);
  const [first, ...others] = bundle.entry ?? [];
  const response = first?.resource?.resourceType === 'ClaimResponse' ? first.resource : standing;
  return {
    ...bundle,
    meta: { profile: [inquiryProfile.responseBundle] },
    timestamp,
    entry: [
      { fullUrl: first?.fullUrl, resource: sentResponse(response, requestOf(found, base), submission.claim) },
      ...others.map((entry) => withReason(entry, requestOf(found, base))),
    ],
  };
}

function sentResponse(response: ClaimResponse, request: ClaimResponse['request'], asked: Claim): ClaimResponse {
  const extension = (response.extension ?? []).filter(({ url }) => url !== pasExtension.transmissionIdentifiers);
  return {
    ...response,
    meta: { ...response.meta, profile: [inquiryProfile.claimResponse] },
    extension: [...returnTransmission(asked), ...extension],
    request,
    item: response.item?.map(withOneDiagnosis),
  };
}

/** What asks for information asks it for the request of the case, and not for the Claim of the inquiry. */
function withReason(entry: BundleEntry, request: ClaimResponse['request']): BundleEntry {
  const { resource } = entry;
  return resource?.resourceType === 'Task' ? { ...entry, resource: { ...resource, reasonReference: request } } : entry;
}

/** PAS has a place for one in the answer to an inquiry, for any number in that to a request. */
function withOneDiagnosis(item: ClaimResponseItem): ClaimResponseItem {
  const [first] = extensionsOf(item, pasExtension.communicatedDiagnosis);
  const others = (url: string) => url !== pasExtension.communicatedDiagnosis;
  return { ...item, extension: item.extension?.filter((each) => each === first || others(each.url)) };
}

/** Where the Claim can be read. @see PAS 2.2.1, spec-44 */
function requestOf({ response, sentAsClaim }: FoundCase, base: string): ClaimResponse['request'] {
  const stored = response.request?.reference;
  return sentAsClaim && stored !== undefined ? { reference: `${base}/${stored}` } : unsentClaim;
}

/** The inquiry as if it were the request: its patient and requestor are those of the answer, or nobody. */
function echoing(submission: Submission, response: ClaimResponse, memberNumbers: readonly Identifier[]): Submission {
  const { claim } = submission;
  const patient = isSameMember(submission, memberNumbers) ? claim.patient : {};
  // Its items are examples, not those of the answer.
  const provider = requestorEntry(submission, response) ?? {};
  return { ...submission, claim: { ...claim, patient, provider, item: undefined } };
}

/** A Patient with another member number is not the member, though a Coverage led there. */
function isSameMember({ resolveAs, claim }: Submission, memberNumbers: readonly Identifier[]): boolean {
  const sent = resolveAs('Patient', claim.patient);
  const numbers = sent.kind === 'resource' ? (sent.resource.identifier ?? []).filter(isMemberNumber) : [];
  return numbers.length === 0 || numbers.some(({ value }) => memberNumbers.some((own) => own.value === value));
}

/** The entry of the inquiry that is the case's requestor: the organization with the same NPI, or the role of the person with it. */
function requestorEntry(
  { bundle, resolveAs }: Submission,
  { requestor }: ClaimResponse,
): { readonly reference?: string } | undefined {
  const [npi] = npisAmong(requestor?.identifier);
  if (npi === undefined) return undefined;
  const entry = bundle.entry?.find(({ resource }) => {
    if (resource?.resourceType === 'Organization') return npisAmong(resource.identifier).includes(npi);
    if (resource?.resourceType !== 'PractitionerRole') return false;
    const person = resolveAs('Practitioner', resource.practitioner, resource);
    return person.kind === 'resource' && npisAmong(person.resource.identifier).includes(npi);
  });
  return entry && { reference: entry.fullUrl };
}
