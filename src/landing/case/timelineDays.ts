import type { Clock } from '../../deadlines/index.ts';
import { localDateIn, timeIn } from '../words.ts';

export type DayState = 'receipt' | 'counted' | 'skipped';

/** One local date between receipt and due, both included. */
export interface TimelineDay {
  readonly date: Temporal.PlainDate;
  readonly state: DayState;
  /** Its number, or why it does not count. */
  readonly words: string;
  /** Local time by which, on this day, work should be done. */
  readonly workBy?: string;
  /** Local time at which, on this day, the clock ends. */
  readonly due?: string;
}

export interface Timeline {
  readonly received: string;
  readonly due: string;
  readonly run: Pick<Clock, 'unit' | 'skipped' | 'rule'>;
  readonly workBy?: string;
  readonly timeZone: string;
}

/** Every local date from the day of receipt to the day the clock is due, with what each counts for. */
export function timelineDays(timeline: Timeline): readonly TimelineDay[] {
  const { received, due, workBy, timeZone } = timeline;
  const first = localDateIn(received, timeZone);
  const last = localDateIn(due, timeZone);
  const days = Array.from({ length: first.until(last).days + 1 }, (_, after) => first.add({ days: after }));
  const at = (instant: string | undefined, date: Temporal.PlainDate) =>
    instant !== undefined && localDateIn(instant, timeZone).equals(date) ? timeIn(instant, timeZone) : undefined;
  let number = 0;
  return days.map((date) => {
    const because = timeline.run.skipped.find((day) => day.date === date.toString())?.because;
    const state = stateOf(date, first, because);
    if (state === 'counted') number += 1;
    return {
      date,
      state,
      words: because ?? dayInWords(state, number, timeline, date.equals(last)),
      workBy: at(workBy, date),
      due: at(due, date),
    };
  });
}

function stateOf(date: Temporal.PlainDate, first: Temporal.PlainDate, because: string | undefined): DayState {
  if (date.equals(first)) return 'receipt';
  return because === undefined ? 'counted' : 'skipped';
}

function dayInWords(state: DayState, number: number, { received, run, timeZone }: Timeline, last: boolean): string {
  if (state === 'receipt') return `Receipt ${timeIn(received, timeZone)}`;
  if (run.unit !== 'hours') return `Day ${number}`;
  return last ? run.rule : 'Counts day and night';
}
