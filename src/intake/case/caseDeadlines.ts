import { DeadlineError, type Deadlines } from '../../deadlines/index.ts';
import { reviewActionOf } from '../../pas/response/decidedItems.ts';
import { continuedDeadlines } from '../../pas/updates/continuedDeadlines.ts';
import { channelOf, receivedAt } from '../receipt.ts';
import type { CaseUpdate } from '../updates/updatedCase.ts';
import type { CaseInput } from './caseInput.ts';

/**
 * The clocks of a case; undefined: nothing of it waits for anything.
 * @throws DeadlineError when they lead out of the calendar
 */
export function caseDeadlines(input: CaseInput): Deadlines | undefined {
  const { determination, settings, receipt, update, standing, undecided } = input;
  const needed =
    determination.items.some(({ action }) => action !== 'NA') ||
    (determination.error !== undefined && channelOf(receipt) !== 'pas-submit') ||
    (determination.error === undefined && keepsPended(update));
  if (!needed) return undefined;
  const deadlines = continuedDeadlines({
    standing,
    beside: undecided[0]?.deadlines,
    received: receivedAt(receipt),
    urgent: determination.urgent,
    calendar: settings.calendar,
  });
  if (deadlines instanceof DeadlineError) throw deadlines;
  return deadlines;
}

function keepsPended(update: CaseUpdate | undefined): boolean {
  const kept = (update?.plan.changes ?? []).flatMap(({ sequence, to }) => (to === 'keep' ? [sequence] : []));
  const before = update?.plan.prior?.response.item ?? [];
  return before.some((item) => kept.includes(item.itemSequence) && reviewActionOf(item) === 'A4');
}
