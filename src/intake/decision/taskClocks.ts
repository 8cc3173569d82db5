import type { Task } from '@medplum/fhirtypes';
import { endOfDay } from '../../deadlines/localTime.ts';
import { clockUrl } from '../../fhir/clock.ts';
import { type Extensible, extensionsOf } from '../../fhir/elements.ts';

/** The governing due instant of a Task. */
export function dueOf({ id, restriction }: Task): Temporal.Instant {
  const due = restriction?.period?.end;
  if (due === undefined) throw new Error(`Task/${id} has no due instant`);
  return Temporal.Instant.from(due);
}

/** Ids of the clocks an element carries. */
export function clockIdsOf(element: Extensible): readonly string[] {
  return extensionsOf(element, clockUrl).flatMap(
    ({ extension }) => extension?.find(({ url }) => url === 'id')?.valueCode ?? [],
  );
}

/** The instant a dueBy names; a date alone means the end of that local day. */
export function dueByInstant(dueBy: string, timeZone: string): Temporal.Instant {
  return dueBy.includes('T') ? Temporal.Instant.from(dueBy) : endOfDay(Temporal.PlainDate.from(dueBy), timeZone);
}
