import { isResourceWithId, type MedplumClient, type WithId } from '@medplum/core';
import type { ClaimResponse, CommunicationRequest, Resource, Task } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../../directory/searchAll.ts';
import { codesOf } from '../../fhir/elements.ts';
import { caseSystem } from '../../fhir/systems.ts';
import { taskCodes } from '../../pas/additionalInformation/codes.ts';
import { type InformationRequests, nothingAsked } from '../../pas/additionalInformation/informationRequest.ts';
import { pasCodes } from '../../pas/codes.ts';

/** What was asked of the requestor of a case, as it is stored. */
export interface StoredRequests extends InformationRequests {
  readonly communicationRequests: readonly WithId<CommunicationRequest>[];
  readonly tasks: readonly WithId<Task>[];
}

const kinds = Object.values(taskCodes).flatMap((code) => codesOf(code, pasCodes));

/** Is it a PASTask, by which the requestor is asked, and not work of the plan's people? */
export function isInformationTask({ code }: Task): boolean {
  return codesOf(code, pasCodes).some((each) => kinds.includes(each));
}

/** Everything that was ever asked of a case's requestor, in the order in which it was asked. */
export async function requestsOfCase(client: MedplumClient, caseKey: string): Promise<StoredRequests> {
  const query = { 'group-identifier': `${caseSystem}|${caseKey}` };
  const [requests, tasks] = await Promise.all([
    searchAll(client, 'CommunicationRequest', query),
    searchAll(client, 'Task', { ...query, code: kinds.map((code) => `${pasCodes}|${code}`).join(',') }),
  ]);
  return {
    communicationRequests: inOrder(withIds(ofType(requests.resources, 'CommunicationRequest'))),
    tasks: inOrder(withIds(ofType(tasks.resources, 'Task'))),
  };
}

/** Everything that was ever asked of the requestor of an answer's case; what the answer names, in the order in which it does. */
export async function requestsBehind(
  client: MedplumClient,
  { communicationRequest = [], identifier = [] }: ClaimResponse,
): Promise<StoredRequests> {
  const key = identifier.find(({ system }) => system === caseSystem)?.value;
  if (key === undefined) return { communicationRequests: [], tasks: [] };
  const { communicationRequests, tasks } = await requestsOfCase(client, key);
  const named = communicationRequest.map(({ reference }) => reference);
  const place = ({ id }: WithId<CommunicationRequest>) => {
    const index = named.indexOf(`CommunicationRequest/${id}`);
    return index < 0 ? named.length : index;
  };
  return { communicationRequests: communicationRequests.toSorted((a, b) => place(a) - place(b)), tasks };
}

/** What an answer asks for as it now stands; most ask for nothing, and nothing is looked up. */
export async function requestsOfAnswer(client: MedplumClient, response: ClaimResponse): Promise<InformationRequests> {
  return response.communicationRequest?.length ? requestsBehind(client, response) : nothingAsked;
}

/** By when it was asked, then by how: for documents by code before those by form. */
function inOrder<T extends CommunicationRequest | Task>(resources: readonly T[]): readonly T[] {
  const place = (resource: T) => {
    const kind = resource.resourceType === 'Task' ? kinds.indexOf(codesOf(resource.code, pasCodes)[0] ?? '') : 0;
    return `${Date.parse(resource.authoredOn ?? '')} ${kind} ${resource.identifier?.[0]?.value}`;
  };
  return resources.toSorted((one, other) => place(one).localeCompare(place(other)));
}

function withIds<T extends Resource>(resources: readonly T[]): readonly WithId<T>[] {
  return resources.filter((resource): resource is WithId<T> => isResourceWithId(resource, resource.resourceType));
}
