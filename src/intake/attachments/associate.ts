import { isResourceWithId, type MedplumClient, type WithId } from '@medplum/core';
import type { ClaimResponse, CommunicationRequest, Identifier, Task } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../../directory/searchAll.ts';
import { npiOf } from '../../fhir/elements.ts';
import { itemNumberSystem } from '../../fhir/evidence.ts';
import { caseSystem } from '../../fhir/systems.ts';
import type { AttachmentSubmission } from '../../pas/additionalInformation/attachmentSubmission.ts';
import { trackingSystem } from '../../pas/additionalInformation/codes.ts';
import type { IntakeContext } from '../context.ts';
import { type AttachmentCase, readAttachmentCase } from './attachmentCase.ts';
import { isInformationTask } from './informationRequests.ts';

/** The case that attachments belong to, and what of it they answer; neither when no case has these numbers. */
export interface Association {
  readonly found?: AttachmentCase;
  /** By whose tracking id they came; absent: they were not asked for. */
  readonly solicitedBy?: CommunicationRequest | Task;
}

/** Claims may share an identifier; so many of their answers are looked at, the newest first. */
const mostCandidates = 20;

/**
 * Finds the case of attachments. By the tracking id of what was asked for, the member has to be the case's, and the reference
 * number, where given, one of the case. Without being asked for they name the case by reference number or by an identifier of
 * the request, and the sender has to be a party to it. Whatever does not agree belongs to no case here: people look at it.
 * @see CDex 2.1.0, submit-attachment: reassociation by TrackingId, MemberId and AdminRefNumber
 */
export async function associate(context: IntakeContext, submission: AttachmentSubmission): Promise<Association> {
  return (await solicited(context, submission)) ?? (await unsolicited(context, submission)) ?? {};
}

async function solicited(context: IntakeContext, submission: AttachmentSubmission): Promise<Association | undefined> {
  const solicitedBy = await requestTracked(context.client, submission.trackingId);
  const key = solicitedBy?.groupIdentifier?.value;
  if (!solicitedBy || key === undefined) return undefined;
  const [found] = await casesOf(context, { identifier: `${caseSystem}|${key}` });
  if (!found || !isOfMember(found, submission) || !hasNumber(found, submission)) return undefined;
  return { found, solicitedBy };
}

async function requestTracked(
  client: MedplumClient,
  { system = trackingSystem, value = '' }: Identifier,
): Promise<CommunicationRequest | Task | undefined> {
  if (system !== trackingSystem || !/^ATT[0-9A-Z]{12}$/.test(value)) return undefined;
  const query = { identifier: `${trackingSystem}|${value}` };
  const requests = await searchAll(client, 'CommunicationRequest', query);
  const tasks = await searchAll(client, 'Task', query);
  return (
    ofType(requests.resources, 'CommunicationRequest')[0] ?? ofType(tasks.resources, 'Task').find(isInformationTask)
  );
}

async function unsolicited(context: IntakeContext, submission: AttachmentSubmission): Promise<Association | undefined> {
  const named = [...(await casesByNumber(context, submission)), ...(await casesByClaim(context, submission))];
  const fitting = named.filter(
    (found) => isOfMember(found, submission) && hasNumber(found, submission) && isOfSender(found, submission),
  );
  const different = [...new Map(fitting.map((found) => [found.key, found])).values()];
  const pended = different.filter(({ isPended }) => isPended);
  const [only, ...others] = pended.length > 0 ? pended : different;
  return only && others.length === 0 ? { found: only } : undefined;
}

async function casesByNumber(
  context: IntakeContext,
  { referenceNumber, trackingId }: AttachmentSubmission,
): Promise<readonly AttachmentCase[]> {
  const numbers = [referenceNumber?.value, trackingId.value].filter((value) =>
    /^(REF|AUTH)[0-9A-Z]{12}$/.test(value ?? ''),
  );
  if (numbers.length === 0) return [];
  const identifier = numbers.map((number) => `${itemNumberSystem}|${number}`).join(',');
  const evidence = await searchAll(context.client, 'DocumentReference', { identifier });
  const keys = ofType(evidence.resources, 'DocumentReference').flatMap(({ identifier: own = [] }) =>
    own.flatMap(({ system, value }) =>
      system === caseSystem && value !== undefined ? [`${caseSystem}|${value}`] : [],
    ),
  );
  return keys.length === 0 ? [] : casesOf(context, { identifier: keys.join(',') });
}

async function casesByClaim(
  context: IntakeContext,
  { trackingId }: AttachmentSubmission,
): Promise<readonly AttachmentCase[]> {
  const { system, value = '' } = trackingId;
  if (system === caseSystem || system === trackingSystem || ![system ?? '-', value].every(isSearchable)) return [];
  return casesOf(context, { identifier: system === undefined ? value : `${system}|${value}` });
}

/** Characters that mean something in a search are in no number that is looked for. */
function isSearchable(text: string): boolean {
  return /^[^\s,|\\$]{1,200}$/.test(text);
}

async function casesOf(
  context: IntakeContext,
  query: Readonly<Record<string, string>>,
): Promise<readonly AttachmentCase[]> {
  const latest = { ...query, _sort: '-_lastUpdated', _count: String(mostCandidates) };
  const { resources } = await searchAll(context.client, 'ClaimResponse', latest, mostCandidates);
  const responses = ofType(resources, 'ClaimResponse').filter((response): response is WithId<ClaimResponse> =>
    isResourceWithId<ClaimResponse>(response, 'ClaimResponse'),
  );
  const read = await Promise.all(
    responses
      .filter(({ outcome }) => outcome !== 'error')
      .slice(0, mostCandidates)
      .map((response) => readAttachmentCase(context, response)),
  );
  return read.filter((found) => found !== undefined);
}

/** A number that the request also gives without a system, as a subscriber id, is still of the system it gives it with. */
function isOfMember({ memberNumbers }: AttachmentCase, { memberId }: AttachmentSubmission): boolean {
  const same = memberNumbers.filter(({ value }) => value === memberId.value);
  const systems = same.flatMap(({ system }) => system ?? []);
  if (memberId.system === undefined || systems.length === 0) return same.length > 0;
  return systems.includes(memberId.system);
}

function hasNumber({ numbers }: AttachmentCase, { referenceNumber }: AttachmentSubmission): boolean {
  return referenceNumber === undefined || numbers.includes(referenceNumber.value ?? '');
}

/** The sender has to be a party of the request; nobody named is nobody known. */
function isOfSender({ parties }: AttachmentCase, { senders }: AttachmentSubmission): boolean {
  return senders.some((sender) => parties.has(npiOf([sender]) ?? ''));
}
