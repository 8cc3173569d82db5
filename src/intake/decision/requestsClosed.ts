import type { WithId } from '@medplum/core';
import type { CommunicationRequest, Task } from '@medplum/fhirtypes';
import type { StoredRequests } from '../attachments/informationRequests.ts';

const why = 'The request is decided; the information is not needed any more.';

/** What was still asked for when the last item was decided: nobody need send it. */
export function requestsClosed({
  communicationRequests,
  tasks,
}: StoredRequests): readonly WithId<CommunicationRequest | Task>[] {
  return [
    ...communicationRequests
      .filter(({ status }) => status === 'active')
      .map((request) => ({ ...request, status: 'revoked' as const, statusReason: { text: why } })),
    ...tasks
      .filter(({ status }) => status === 'requested')
      .map((task) => ({ ...task, status: 'cancelled' as const, statusReason: { text: why } })),
  ];
}
