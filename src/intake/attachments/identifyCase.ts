import type { Reference, Task } from '@medplum/fhirtypes';
import { withOffset } from '../../deadlines/localTime.ts';
import { type Receipt, receiptKey, receivedAt } from '../receipt.ts';
import { inputType, task } from '../tasks.ts';

/** Elapsed hours in which people find the case of an attachment: no clause sets them, and an urgent case may wait for it. */
const hoursToIdentify = 24;

/** The Task for people to find the case of attachments whose numbers lead to none. */
export function identifyCase(receipt: Receipt, documents: readonly Reference[], timeZone: string): Task {
  const received = receivedAt(receipt);
  return task({
    code: 'identify-case',
    caseKey: receiptKey(receipt),
    basedOn: [],
    focus: { reference: `Communication/${receipt.id}` },
    urgent: true,
    authoredOn: withOffset(received, timeZone),
    due: withOffset(received.add({ hours: hoursToIdentify }), timeZone),
    extensions: [],
    input: documents.map((document) => ({ type: inputType('attachment'), valueReference: document })),
    description:
      'Attachments came whose numbers lead to no request. Read the message of the receipt, find the request, and tell its reviewer.',
  });
}
