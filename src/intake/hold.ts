import { computeDeadlines, DeadlineError } from '../deadlines/index.ts';
import { deadlineExtensions } from '../fhir/clock.ts';
import type { IntakeContext } from './context.ts';
import { originReference, type Receipt, receiptKey, receivedAt } from './receipt.ts';
import { task } from './tasks.ts';
import { update } from './transactionEntries.ts';

/**
 * Puts a receipt that cannot be answered on hold, with a Task for people that carries its clocks. What kept it from being
 * answered may hide that it is urgent, so the urgent clock is set; hours need no plan calendar, whose end may be the cause.
 */
export async function holdReceipt({ client, settings }: IntakeContext, receipt: Receipt): Promise<void> {
  const calendar = { timeZone: settings.calendar.timeZone };
  const deadlines = computeDeadlines({ received: receivedAt(receipt), urgency: 'urgent', calendar });
  if (deadlines instanceof DeadlineError) throw deadlines;
  const origin = originReference(receipt);
  const review = task({
    code: 'review',
    suffix: 'on-hold',
    caseKey: receiptKey(receipt),
    basedOn: origin === undefined ? [] : [{ reference: origin }],
    focus: { reference: `Communication/${receipt.id}` },
    urgent: true,
    authoredOn: deadlines.received,
    due: deadlines.governing.due,
    extensions: deadlineExtensions(deadlines),
    description:
      'A request was received that software could not answer. Read the message of the receipt and answer it by hand.',
  });
  await client.executeBatch(
    {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { request: { method: 'POST', url: 'Task' }, resource: review },
        update({ ...receipt, status: 'on-hold' }, receipt),
      ],
    },
    { maxRetries: 0 },
  );
}
