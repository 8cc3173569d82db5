import type { Extension } from '@medplum/fhirtypes';
import { type Calendar, type Clock, computeDeadlines, DeadlineError } from '../../deadlines/index.ts';
import { clockUrl, workByUrl } from '../../fhir/clock.ts';

/** A clock as the answer carries it. Instants are ISO 8601 with offset. */
export interface SetClock {
  readonly id: string;
  readonly basis: string;
  readonly due: string;
  readonly explanation: string;
  readonly governing: boolean;
  /** How its days were counted; absent when it can no longer be recomputed to the same due instant. */
  readonly run?: Pick<Clock, 'unit' | 'skipped' | 'rule'>;
}

export interface SetDeadlines {
  readonly clocks: readonly SetClock[];
  readonly workBy?: string;
}

/** The clocks an answer carries, each with how its days were counted from `received` under `calendar`. */
export function deadlinesIn(
  extensions: readonly Extension[] | undefined,
  received: string,
  calendar: Calendar,
): SetDeadlines {
  const carried = (extensions ?? []).filter(({ url }) => url === clockUrl).map(readClock);
  const urgency = carried.some(({ id }) => id.startsWith('urgent-')) ? 'urgent' : 'routine';
  const recomputed = computeDeadlines({ received: Temporal.Instant.from(received), urgency, calendar });
  const runs = recomputed instanceof DeadlineError ? [] : recomputed.clocks;
  return {
    clocks: carried.map((clock) => ({ ...clock, run: runs.find((run) => isSame(run, clock)) })),
    workBy: extensions?.find(({ url }) => url === workByUrl)?.valueDateTime,
  };
}

function readClock({ extension }: Extension): SetClock {
  const part = (url: string) => extension?.find((entry) => entry.url === url);
  return {
    id: part('id')?.valueCode ?? '',
    basis: part('basis')?.valueString ?? '',
    due: part('due')?.valueDateTime ?? '',
    explanation: part('explanation')?.valueString ?? '',
    governing: part('governing')?.valueBoolean ?? false,
  };
}

function isSame(run: Clock, clock: SetClock): boolean {
  return run.id === clock.id && Temporal.Instant.from(run.due).equals(Temporal.Instant.from(clock.due));
}
