import { isResourceWithId, type WithId } from '@medplum/core';
import type { Reference, Task } from '@medplum/fhirtypes';
import { computeDeadlines, DeadlineError } from '../deadlines/index.ts';
import { findMember } from '../directory/member.ts';
import { readPlanProducts } from '../directory/product.ts';
import { ofType, searchAll } from '../directory/searchAll.ts';
import { deadlineExtensions } from '../fhir/clock.ts';
import { referencedId } from '../fhir/elements.ts';
import { caseSystem, taskSystem } from '../fhir/systems.ts';
import { readRequest } from '../pas/reading/readRequest.ts';
import type { IntakeContext } from './context.ts';
import { heldForCalendar, outsideCalendar } from './outsideCalendar.ts';
import { originReference, type Receipt, receiptKey, receivedAt } from './receipt.ts';
import { receivedSubmission } from './standingSubmission.ts';
import { task } from './tasks.ts';
import { update } from './transactionEntries.ts';

const suffix = 'on-hold';

const removeTheCause =
  'Remove the cause, which the service’s log tells, and complete this Task: then the request is answered again, on the clocks of its receipt.';

/**
 * Puts a receipt that cannot be answered on hold, with a Task for people that carries its clocks. What kept it from being
 * answered may hide that it is urgent, so the urgent clock is set; hours need no plan calendar, whose end may be the cause.
 * @param cause - what kept it from being answered, where that is known
 */
export async function holdReceipt(context: IntakeContext, receipt: Receipt, cause?: unknown): Promise<void> {
  const { client, settings } = context;
  const { timeZone } = settings.calendar;
  const deadlines = computeDeadlines({ received: receivedAt(receipt), urgency: 'urgent', calendar: { timeZone } });
  if (deadlines instanceof DeadlineError) throw deadlines;
  const origin = originReference(receipt);
  const patient = await memberOf(context, receipt);
  const calendar = outsideCalendar(cause);
  const whatToDo = calendar ?? removeTheCause;
  const review = task({
    code: 'review',
    suffix,
    caseKey: receiptKey(receipt),
    basedOn: origin === undefined ? [] : [{ reference: origin }],
    focus: { reference: `Communication/${receipt.id}` },
    ...(patient ? { patient } : {}),
    urgent: true,
    authoredOn: deadlines.received,
    due: deadlines.governing.due,
    extensions: deadlineExtensions(deadlines),
    description: `A request was received that software could not answer; its message is in the receipt. ${whatToDo}`,
  });
  await client.executeBatch(
    {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { request: { method: 'POST', url: 'Task' }, resource: review },
        update(calendar === undefined ? { ...receipt, status: 'on-hold' } : heldForCalendar(receipt), receipt),
      ],
    },
    { maxRetries: 0 },
  );
}

/** Whether the Task is that of a receipt on hold. */
export function isOfHeldReceipt({ identifier = [], focus }: Task): boolean {
  const isHold = identifier.some(({ system, value }) => system === taskSystem && value?.endsWith(`|${suffix}`));
  return isHold && referencedId(focus?.reference)?.type === 'Communication';
}

const open = 'requested,received,accepted,ready,in-progress';

/** The open Task of a receipt on hold, which its answer closes. */
export async function heldTask({ client }: IntakeContext, receipt: Receipt): Promise<WithId<Task> | undefined> {
  if (receipt.status !== 'on-hold') return undefined;
  const query = { 'group-identifier': `${caseSystem}|${receiptKey(receipt)}`, status: open };
  const { resources } = await searchAll(client, 'Task', query);
  return ofType(resources, 'Task').find(
    (task): task is WithId<Task> => isResourceWithId<Task>(task, 'Task') && isOfHeldReceipt(task),
  );
}

export function closedByAnswer(held: WithId<Task>): Task {
  return {
    ...held,
    status: 'cancelled',
    statusReason: { text: 'The request is answered meanwhile; see the receipt.' },
  };
}

/** Who it is about, as far as that can be told of a message that could not be answered: whatever is the matter, it is held. */
async function memberOf({ client, settings }: IntakeContext, receipt: Receipt): Promise<Reference | undefined> {
  try {
    const submission = await receivedSubmission(client, receipt);
    if (!submission) return undefined;
    const { member } = readRequest(submission, settings.calendar.timeZone);
    const { facts, patient } = await findMember(client, member, readPlanProducts(client, settings.products));
    return facts.identified && patient ? { reference: `Patient/${patient.id}` } : undefined;
  } catch {
    return undefined;
  }
}
