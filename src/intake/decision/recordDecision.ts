import type { WithId } from '@medplum/core';
import type { Task } from '@medplum/fhirtypes';
import { concept, referencedId } from '../../fhir/elements.ts';
import { ownTaskCodes } from '../../fhir/systems.ts';
import { answerReceipt } from '../answer.ts';
import type { IntakeContext } from '../context.ts';
import { isOfHeldReceipt } from '../hold.ts';
import { outsideCalendar } from '../outsideCalendar.ts';
import { businessStatusCodes } from '../overdue.ts';
import { readReceipt } from '../receive.ts';
import { failureOf } from '../retries.ts';
import { hasStatus } from './decidedTask.ts';
import { decideTask } from './decideTask.ts';
import type { Refusal } from './decision.ts';
import { decidableCodes, isDecidable, pendedItems, readDecisionCase } from './decisionCase.ts';
import { atOutput, readOutputs } from './readOutputs.ts';

/** Tasks by whose completion a person decides, as a search. */
export const decidedTasks = `Task?code=${decidableCodes.map((code) => `${ownTaskCodes}|${code}`).join(',')}&status=completed`;

/**
 * Takes the decision in the outputs of a Task that was completed by a plain update. One that does not stand puts the Task
 * back to in-progress with the reasons, and leaves the answer untouched. Repeatable: where nothing is pended any more,
 * nothing is done, as after `Task/$decide`. The Task of a receipt on hold has it answered again.
 *
 * The reviewer is whom the output `reviewer` names. A store that records who wrote a version (a Medplum server) shows the
 * writer in the Task's history; the embedded store does not know it.
 */
export async function recordDecision(context: IntakeContext, { id }: WithId<Task>): Promise<void> {
  const task = await context.client.readResource('Task', id, { cache: 'reload' });
  if (task.status !== 'completed') return;
  if (isOfHeldReceipt(task)) return answerHeld(context, task);
  if (!isDecidable(task)) return;
  const current = await readDecisionCase(context, task);
  if (pendedItems(task, current.response).length === 0) return;
  const read = readOutputs(task);
  const result = read.ok
    ? await decideTask(context, id, read.decision, { at: atOutput, ifMatch: task.meta?.versionId })
    : { ok: false as const, status: 400 as const, issues: read.issues };
  if (!result.ok) await putBack(context, task, result);
}

/** What cannot be answered still stays on hold, and its Task is put back. @throws Error what kept it, for the log */
async function answerHeld(context: IntakeContext, task: WithId<Task>): Promise<void> {
  const receipt = await readReceipt(context.client, referencedId(task.focus?.reference)?.id ?? '');
  try {
    await answerReceipt(context, receipt, false);
  } catch (cause) {
    const why = outsideCalendar(cause) ?? 'The service’s log tells why.';
    const text = `The request can still not be answered. ${why}`;
    await putBack(context, task, { status: 409, issues: [{ code: 'processing', expression: 'Task.focus', text }] });
    throw cause;
  }
}

/** A newer version of the Task comes with another run, so losing against it is no harm. */
async function putBack({ client, now }: IntakeContext, task: WithId<Task>, { issues }: Refusal): Promise<void> {
  const text = issues.map((issue) => `${issue.expression}: ${issue.text}`).join('\n');
  const overdue = hasStatus(task, 'overdue') ? 'The Task was marked overdue. ' : '';
  const refused: Task = {
    ...task,
    status: 'in-progress',
    statusReason: { text },
    businessStatus: concept(businessStatusCodes, 'decision-refused', 'Decision refused'),
    note: [
      ...(task.note ?? []),
      { time: now().toString({ smallestUnit: 'second' }), text: `${overdue}A decision was refused.\n${text}` },
    ],
  };
  try {
    await client.updateResource(refused, {
      headers: { 'If-Match': `W/"${task.meta?.versionId}"` },
      maxRetries: 0,
    });
  } catch (error) {
    if (failureOf(error) !== 'fence') throw error;
  }
}
