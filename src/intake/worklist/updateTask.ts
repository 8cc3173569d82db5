import type { WithId } from '@medplum/core';
import type { Task } from '@medplum/fhirtypes';
import type { IntakeContext } from '../context.ts';
import type { Refusal } from '../decision/decision.ts';
import { notThere, stale } from '../decision/refusals.ts';
import { failureOf, pause, Unavailable, withRetries } from '../retries.ts';
import { taskChange } from './taskChanges.ts';

export type UpdateTaskResult = { readonly ok: true; readonly task: WithId<Task> } | ({ readonly ok: false } & Refusal);

/** Runs that meet others at the same Task look again, this often. */
const attempts = 8;

/**
 * A person's update of a Task. Written on the version that was looked at: of two at once one goes first, and the other is held
 * to what then stands.
 * @param ifMatch - the version that the person looked at; absent: whichever stands
 * @throws Unavailable when the store does not answer
 */
export async function updateTask(
  { client }: IntakeContext,
  id: string,
  proposed: Partial<Task>,
  ifMatch: string | undefined,
): Promise<UpdateTaskResult> {
  for (let attempt = 1; ; attempt += 1) {
    const current = await withRetries(() =>
      client.searchOne('Task', `_id=${encodeURIComponent(id)}`, { cache: 'reload' }),
    );
    if (!current) return { ok: false, ...notThere };
    const { versionId } = current.meta ?? {};
    if (ifMatch !== undefined && ifMatch !== versionId) return { ok: false, ...stale(current) };
    const change = taskChange(current, proposed);
    if (!change.ok) return change;
    try {
      const task = await client.updateResource(
        { ...change.task, id: current.id },
        { headers: { 'If-Match': `W/"${versionId}"` }, maxRetries: 0 },
      );
      return { ok: true, task };
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure === 'fault' || failure === 'refused') throw cause;
      if (attempt >= attempts) throw new Unavailable(cause);
      await pause(failure, attempt);
    }
  }
}
