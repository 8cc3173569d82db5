import { isResourceWithId, type MedplumClient, type WithId } from '@medplum/core';
import type { CommunicationRequest, Task } from '@medplum/fhirtypes';
import { ofType, searchAll } from '../../directory/searchAll.ts';
import { codesOf } from '../../fhir/elements.ts';
import { caseSystem, ownTaskCodes } from '../../fhir/systems.ts';
import { isInformationTask, requestsOfCase } from '../attachments/informationRequests.ts';

/** The work that a case has made so far, with the versions read. */
export interface PriorWork {
  /** By which people decide, closed ones too: they tell what was decided by people. */
  readonly deciding: readonly WithId<Task>[];
  /** Notices not sent yet. */
  readonly notices: readonly WithId<Task>[];
  /** What the requestor is still asked for. */
  readonly asked: readonly WithId<Task | CommunicationRequest>[];
}

const decidingCodes: readonly string[] = ['review', 'find-provider'];
const noticeCodes: readonly string[] = ['notify-member', 'notify-provider'];
const closed: readonly (string | undefined)[] = ['completed', 'cancelled', 'rejected', 'failed', 'entered-in-error'];

export function isClosed({ status }: Task): boolean {
  return closed.includes(status);
}

export async function readPriorWork(client: MedplumClient, key: string): Promise<PriorWork> {
  const [found, { communicationRequests }] = await Promise.all([
    searchAll(client, 'Task', { 'group-identifier': `${caseSystem}|${key}` }),
    requestsOfCase(client, key),
  ]);
  const tasks = ofType(found.resources, 'Task').filter((task): task is WithId<Task> => isResourceWithId(task, 'Task'));
  const having = (codes: readonly string[]) =>
    tasks.filter(({ code }) => codesOf(code, ownTaskCodes).some((each) => codes.includes(each)));
  return {
    deciding: having(decidingCodes),
    notices: having(noticeCodes).filter((task) => !isClosed(task)),
    asked: [
      ...communicationRequests.filter(({ status }) => status === 'active'),
      ...tasks.filter((task) => isInformationTask(task) && task.status === 'requested'),
    ],
  };
}
