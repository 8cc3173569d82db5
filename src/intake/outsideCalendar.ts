import type { Communication } from '@medplum/fhirtypes';
import { computeDeadlines, DeadlineError } from '../deadlines/index.ts';
import { concept } from '../fhir/elements.ts';
import { answeredTag } from './answeredTag.ts';
import type { IntakeContext } from './context.ts';
import { type Receipt, receivedAt } from './receipt.ts';

/**
 * What is told when a clock leads out of the plan's calendar: a fault of the configuration, which lasts until the operator
 * removes it. Undefined: the error is another. It names dates and the calendar, and nothing of the request.
 */
export function outsideCalendar(error: unknown): string | undefined {
  if (!(error instanceof DeadlineError)) return undefined;
  return `The plan’s calendar does not cover the clocks of a request received today: ${error.message} The operator of this service sets PLAN_CALENDAR to such a file and starts it again. What was received is kept, and is answered then, on the clocks of its receipt. There is no need to send it again.`;
}

/** On a receipt on hold: why. */
const reason = concept(answeredTag.system ?? '', 'outside-calendar', 'Outside the plan’s calendar');

export function heldForCalendar(receipt: Receipt): Receipt {
  return { ...receipt, status: 'on-hold', statusReason: reason };
}

/** Whether the receipt waits for a calendar, and the one there is covers its clocks now. */
export function isCoveredNow({ settings }: IntakeContext, receipt: Communication): boolean {
  const code = reason.coding?.[0]?.code;
  const waits = receipt.statusReason?.coding?.some((coding) => coding.code === code) ?? false;
  if (!waits) return false;
  const { calendar } = settings;
  return !(computeDeadlines({ received: receivedAt(receipt), urgency: 'routine', calendar }) instanceof DeadlineError);
}
