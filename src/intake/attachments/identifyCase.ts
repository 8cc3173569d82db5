import type { Reference, Task } from '@medplum/fhirtypes';
import { type Calendar, DeadlineError, identifyCaseDeadline } from '../../deadlines/index.ts';
import { noticeExtensions } from '../../fhir/clock.ts';
import { type Receipt, receiptKey, receivedAt } from '../receipt.ts';
import { inputType, task } from '../tasks.ts';

/** The Task for people to find the case of attachments whose numbers lead to none. */
export function identifyCase(receipt: Receipt, documents: readonly Reference[], calendar: Calendar): Task {
  const clock = identifyCaseDeadline(receivedAt(receipt), calendar);
  if (clock instanceof DeadlineError) throw clock;
  return task({
    code: 'identify-case',
    caseKey: receiptKey(receipt),
    basedOn: [],
    focus: { reference: `Communication/${receipt.id}` },
    urgent: true,
    authoredOn: clock.start,
    due: clock.due,
    extensions: noticeExtensions(clock, calendar),
    input: documents.map((document) => ({ type: inputType('attachment'), valueReference: document })),
    description:
      'Attachments came whose numbers lead to no request. Read the message of the receipt, find the request, and tell its reviewer.',
  });
}
