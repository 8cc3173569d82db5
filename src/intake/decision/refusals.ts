import type { Task } from '@medplum/fhirtypes';
import type { Refusal } from './decision.ts';

/** The Task has moved on since the person looked at it. */
export function stale({ meta }: Task): Refusal {
  const text = `The Task has changed since; it is at version ${meta?.versionId}. Read it again and decide on what it now says.`;
  return { status: 412, issues: [{ code: 'conflict', expression: 'Task.meta.versionId', text }] };
}

export const notThere: Refusal = {
  status: 404,
  issues: [{ code: 'not-found', expression: 'Task.id', text: 'There is no Task with this id.' }],
};
