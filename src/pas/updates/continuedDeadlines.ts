import {
  type Calendar,
  computeDeadlines,
  type DeadlineError,
  type Deadlines,
  shortenToUrgent,
} from '../../deadlines/index.ts';

export interface ContinuedRequest {
  /** The clocks that run already; absent: nothing is pended, and no clock runs. */
  readonly standing?: Deadlines;
  /** The clocks that run for another request for the same, which came earlier. */
  readonly beside?: Deadlines;
  /** Receipt of the request at hand. */
  readonly received: Temporal.Instant;
  /** The request at hand is urgent. */
  readonly urgent: boolean;
  readonly calendar: Calendar;
}

/**
 * The clocks of a request that comes to one still undecided. Those that run go on: none is started anew, set back or stopped,
 * and what a person extended stays extended. Urgency that comes with it starts 72 hours from its own receipt, and never moves a
 * due instant back. Where nothing is pended, nothing runs: what is asked for now was received now.
 *
 * Beside another undecided request for the same, the clocks of that one hold as well, and the stricter of both govern: what a
 * person extended there gives no more time here.
 * @see MPUP3078 VI.D.1; 42 CFR 438.210(d): from receipt of the request
 */
export function continuedDeadlines(request: ContinuedRequest): Deadlines | DeadlineError {
  const { beside } = request;
  const own = goingOn(request);
  if (!beside || own instanceof Error) return own;
  const asThat = goingOn({ ...request, standing: beside });
  if (asThat instanceof Error) return asThat;
  return dueOf(asThat) === earlier(dueOf(asThat), dueOf(own)) ? asThat : own;
}

function goingOn({ standing, received, urgent, calendar }: ContinuedRequest): Deadlines | DeadlineError {
  if (!standing) return computeDeadlines({ received, urgency: urgent ? 'urgent' : 'routine', calendar });
  if (!urgent || standing.urgency === 'urgent') return standing;
  const existing = Temporal.Instant.from(standing.governing.due);
  // Hours need no plan calendar, which may not reach so far.
  const shortened = shortenToUrgent(existing, received, { timeZone: calendar.timeZone });
  if (shortened instanceof Error) return shortened;
  const { clock, workBy } = shortened;
  const isEarlier = Temporal.Instant.compare(Temporal.Instant.from(clock.due), existing) < 0;
  const governing = isEarlier ? { id: clock.id, due: clock.due } : standing.governing;
  return {
    ...standing,
    urgency: 'urgent',
    clocks: [...standing.clocks, clock],
    governing: { ...governing, workBy: earlier(workBy, standing.governing.workBy) },
  };
}

function dueOf({ governing }: Deadlines): string {
  return governing.due;
}

function earlier(one: string, other: string): string {
  return Temporal.Instant.compare(Temporal.Instant.from(one), Temporal.Instant.from(other)) <= 0 ? one : other;
}
