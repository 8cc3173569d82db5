import type { Extension } from '@medplum/fhirtypes';
import {
  type Calendar,
  computeDeadlines,
  DeadlineError,
  extensionLimit,
  isUrgentClock,
} from '../../deadlines/index.ts';
import { withOffset } from '../../deadlines/localTime.ts';
import { workBy } from '../../deadlines/workBy.ts';
import { clockExtension, clockUrl, deadlineExtensions, workByUrl } from '../../fhir/clock.ts';
import { extensionOf, extensionsOf } from '../../fhir/elements.ts';
import type { Decision } from './decision.ts';
import type { DecisionCase } from './decisionCase.ts';
import { dueByInstant } from './taskClocks.ts';

/** The clocks of a request from a decision on. */
export interface ClockChange {
  /** Clocks and work-by. */
  readonly extensions: readonly Extension[];
  /** Instant with local offset. */
  readonly due: string;
  readonly urgent: boolean;
}

/** How a decision moves the clocks; undefined: not at all. Call it once the decision is found to be allowed. */
export function clockChange(current: DecisionCase, decision: Decision, calendar: Calendar): ClockChange | undefined {
  if (decision.decision === 'extend') return extended(current, decision.dueBy ?? '', calendar);
  return decision.decision === 'lower-urgency' ? lowered(current, calendar) : undefined;
}

function extended({ task, received }: DecisionCase, dueBy: string, calendar: Calendar): ClockChange {
  const { timeZone } = calendar;
  const limit = extensionLimit(received, calendar);
  if (limit instanceof DeadlineError) throw limit;
  const instant = dueByInstant(dueBy, timeZone);
  const due = withOffset(instant, timeZone);
  const latest = workBy({ received, urgency: 'routine', due: instant, calendar });
  if (latest instanceof DeadlineError) throw latest;
  const work = Temporal.Instant.compare(latest, instant) < 0 ? withOffset(latest, timeZone) : due;
  const explanation = `${limit.explanation} A licensed professional extended the decision to ${due}.`;
  return {
    extensions: [
      ...extensionsOf(task, clockUrl).map(notGoverning),
      clockExtension({ ...limit, due, explanation }, true),
      { url: workByUrl, valueDateTime: work },
    ],
    due,
    urgent: task.priority === 'urgent',
  };
}

/**
 * The routine clocks from the first receipt, not from the decision. An extension that was granted still governs; and where an
 * earlier request for the same is due before, its clock does.
 */
function lowered({ task, received, earlier }: DecisionCase, calendar: Calendar): ClockChange {
  const routine = computeDeadlines({ received, urgency: 'routine', calendar });
  if (routine instanceof DeadlineError) throw routine;
  const clocks = routine.clocks.map((clock) => clockExtension(clock, false));
  const extension = extensionsOf(task, clockUrl).filter(isExtension);
  if (extension.length > 0) {
    return {
      extensions: [...clocks, ...extension, ...extensionsOf(task, workByUrl)],
      due: task.restriction?.period?.end ?? routine.governing.due,
      urgent: false,
    };
  }
  if (!earlier || !isBefore(earlier.due, routine.governing.due))
    return { extensions: deadlineExtensions(routine), due: routine.governing.due, urgent: false };
  const { due, workBy: work } = earlier;
  const id = extensionOf(earlier.clock, 'id')?.valueCode ?? '';
  const others = clocks.filter((clock) => extensionOf(clock, 'id')?.valueCode !== id);
  return {
    extensions: [...others, earlier.clock, { url: workByUrl, valueDateTime: work }],
    due,
    urgent: isUrgentClock(id),
  };
}

function isBefore(one: string, other: string): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(one), Temporal.Instant.from(other)) < 0;
}

function isExtension({ extension }: Extension): boolean {
  return extension?.some(({ valueCode }) => valueCode === 'extension-14-calendar-days') ?? false;
}

function notGoverning(clock: Extension): Extension {
  return {
    ...clock,
    extension: clock.extension?.map((part) => (part.url === 'governing' ? { ...part, valueBoolean: false } : part)),
  };
}
