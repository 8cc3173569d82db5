import type { Bundle, Claim, ClaimResponse, Identifier, Parameters } from '@medplum/fhirtypes';
import { pasExtension } from '../codes.ts';
import { isMemberNumber } from '../reading/member.ts';
import type { Submission } from '../request/submission.ts';
import { responseBundle } from '../response/responseBundle.ts';
import { returnTransmission } from '../response/transmission.ts';
import { inquiryProfile } from './codes.ts';
import type { Inquiry } from './inquiry.ts';
import { npisAmong } from './parties.ts';

const dataAbsentReasonUrl = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';

/** A case that the inquiry found. */
export interface FoundCase {
  readonly response: ClaimResponse;
  /** False: the request came as something else, and no sender knows the Claim made of it. */
  readonly sentAsClaim: boolean;
}

export interface InquiryReply {
  readonly inquiry: Inquiry;
  readonly found: readonly FoundCase[];
  /** The member's numbers of record. */
  readonly memberNumbers: readonly Identifier[];
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
function inquiryResponseBundle(found: FoundCase, { inquiry, memberNumbers, base, timestamp }: InquiryReply): Bundle {
  const { submission } = inquiry;
  // The stored patient is known by a number of who sent the request, which is nobody else's business.
  const patient: ClaimResponse['patient'] = { type: 'Patient', identifier: memberNumbers[0] };
  const standing = { ...found.response, patient };
  const { identifier: _own, ...bundle } = responseBundle(standing, echoing(submission, standing, memberNumbers), base);
  const [first, ...others] = bundle.entry ?? [];
  const response = first?.resource?.resourceType === 'ClaimResponse' ? first.resource : standing;
  return {
    ...bundle,
    meta: { profile: [inquiryProfile.responseBundle] },
    timestamp,
    entry: [
      { fullUrl: first?.fullUrl, resource: sentResponse(response, requestOf(found, base), submission.claim) },
      ...others,
    ],
  };
}

function sentResponse(response: ClaimResponse, request: ClaimResponse['request'], asked: Claim): ClaimResponse {
  // What supporting documents were asked for was said to who sent the request, and refers to what is not in this Bundle.
  const { communicationRequest: _asked, ...told } = response;
  const extension = (response.extension ?? []).filter(({ url }) => url !== pasExtension.transmissionIdentifiers);
  return {
    ...told,
    meta: { ...response.meta, profile: [inquiryProfile.claimResponse] },
    extension: [...returnTransmission(asked), ...extension],
    request,
  };
}

/** Where the Claim can be read. @see PAS 2.2.1, spec-44 */
function requestOf({ response, sentAsClaim }: FoundCase, base: string): ClaimResponse['request'] {
  const stored = response.request?.reference;
  return sentAsClaim && stored !== undefined
    ? { reference: `${base}/${stored}` }
    : { extension: [{ url: dataAbsentReasonUrl, valueCode: 'not-applicable' }] };
}

/** The inquiry as if it were the request: its patient and requestor are those of the answer, or nobody. */
function echoing(submission: Submission, response: ClaimResponse, memberNumbers: readonly Identifier[]): Submission {
  const { claim } = submission;
  const patient = isSameMember(submission, memberNumbers) ? claim.patient : {};
  return { ...submission, claim: { ...claim, patient, provider: requestorEntry(submission, response) ?? {} } };
}

/** A Patient with another member number is not the member, though a Coverage led there. */
function isSameMember({ resolveAs, claim }: Submission, memberNumbers: readonly Identifier[]): boolean {
  const sent = resolveAs('Patient', claim.patient);
  const numbers = sent.kind === 'resource' ? (sent.resource.identifier ?? []).filter(isMemberNumber) : [];
  return numbers.length === 0 || numbers.some(({ value }) => memberNumbers.some((own) => own.value === value));
}

/** The entry of the inquiry that is the case's requestor: the one with the same NPI. */
function requestorEntry(
  { bundle }: Submission,
  { requestor }: ClaimResponse,
): { readonly reference?: string } | undefined {
  const [npi] = npisAmong(requestor?.identifier);
  const entry = bundle.entry?.find(
    ({ resource }) =>
      (resource?.resourceType === 'Practitioner' || resource?.resourceType === 'Organization') &&
      npi !== undefined &&
      npisAmong(resource.identifier).includes(npi),
  );
  return entry && { reference: entry.fullUrl };
}
