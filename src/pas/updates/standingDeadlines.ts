import type { ClaimResponse, Extension } from '@medplum/fhirtypes';
import { calendarName } from '../../deadlines/calendar.ts';
import { type Calendar, type Clock, type Deadlines, isUrgentClock } from '../../deadlines/index.ts';
import { limits } from '../../deadlines/limits.ts';
import { withOffset } from '../../deadlines/localTime.ts';
import { clockUrl, workByUrl } from '../../fhir/clock.ts';
import { extensionOf, extensionsOf } from '../../fhir/elements.ts';
import { reviewActionOf } from '../response/decidedItems.ts';

/**
 * The clocks that run for an answer, as it carries them: with what a person extended or lowered. Undefined: nothing of it is
 * pended, so none runs.
 * @param since - when they began
 */
export function standingDeadlines(
  response: ClaimResponse,
  since: Temporal.Instant,
  calendar: Calendar,
): Deadlines | undefined {
  const clocks = extensionsOf(response, clockUrl);
  const governing = clocks.find((clock) => extensionOf(clock, 'governing')?.valueBoolean === true);
  if (!governing || !(response.item ?? []).some((item) => reviewActionOf(item) === 'A4')) return undefined;
  const { timeZone } = calendar;
  const start = withOffset(since, timeZone);
  const standing = clocks.map((clock) => clockOf(clock, start));
  const { id, due } = clockOf(governing, start);
  return {
    received: start,
    urgency: standing.some((clock) => isUrgentClock(clock.id)) ? 'urgent' : 'routine',
    timeZone,
    calendar: calendarName(calendar),
    clocks: standing,
    governing: { id, due, workBy: extensionOf(response, workByUrl)?.valueDateTime ?? due },
  };
}

/** The days that were skipped are told by the explanation alone. */
function clockOf(clock: Extension, start: string): Clock {
  const id = extensionOf(clock, 'id')?.valueCode ?? '';
  const limit = limits.find((each) => each.id === id);
  return {
    id,
    basis: extensionOf(clock, 'basis')?.valueString ?? '',
    start,
    rule: limit ? `${limit.amount} ${limit.unit}` : '',
    unit: limit?.unit ?? 'hours',
    due: extensionOf(clock, 'due')?.valueDateTime ?? '',
    skipped: [],
    explanation: extensionOf(clock, 'explanation')?.valueString ?? '',
  };
}
