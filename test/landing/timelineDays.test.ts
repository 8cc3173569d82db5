import { describe, expect, it } from 'vitest';
import { computeDeadlines, DeadlineError, type Urgency } from '../../src/deadlines/index.ts';
import { type TimelineDay, timelineDays } from '../../src/landing/case/timelineDays.ts';

const timeZone = 'America/Los_Angeles';
const signs = { receipt: 'R', counted: '+', skipped: '-' } as const;

function daysOf(received: string, urgency: Urgency, id: string): readonly TimelineDay[] {
  const deadlines = computeDeadlines({ received: Temporal.Instant.from(received), urgency, calendar: { timeZone } });
  if (deadlines instanceof DeadlineError) throw deadlines;
  const clock = deadlines.clocks.find((candidate) => candidate.id === id);
  if (clock === undefined) throw new Error(`No clock ${id}`);
  return timelineDays({ received, due: clock.due, run: clock, workBy: deadlines.governing.workBy, timeZone });
}

describe('the days of a clock: R receipt, + counted, - not counted', () => {
  it.for([
    ['2026-11-25T16:30:00-08:00', 'routine', 'member-notice-5-business-days', 'R-+--++++', 'over Thanksgiving'],
    ['2026-11-25T16:30:00-08:00', 'routine', 'decision-7-calendar-days', 'R+++++++', 'every day counts'],
    ['2026-11-28T09:00:00-08:00', 'routine', 'member-notice-5-business-days', 'R-+++++', 'received on a Saturday'],
    ['2026-11-25T16:30:00-08:00', 'urgent', 'urgent-72h', 'R+++', 'holidays count in hours'],
    ['2026-10-31T23:30:00-07:00', 'urgent', 'urgent-72h', 'R+++', 'the clocks go back in between'],
  ] as const)('%s, %s, %s: %s, %s', ([received, urgency, id, expected]) => {
    const days = daysOf(received, urgency, id);
    expect(days.map(({ state }) => signs[state]).join('')).toBe(expected);
  });

  it('says why a day does not count, and the number of one that does', () => {
    const days = daysOf('2026-11-25T16:30:00-08:00', 'routine', 'member-notice-5-business-days');
    expect(days.map(({ words }) => words)).toEqual([
      'Receipt 16:30',
      'Thanksgiving Day, a state and federal holiday',
      'Day 1',
      'weekend',
      'weekend',
      'Day 2',
      'Day 3',
      'Day 4',
      'Day 5',
    ]);
  });

  it.for([
    ['routine', 'decision-7-calendar-days', '2026-12-02', '17:00', '2026-12-02', '23:59'],
    ['urgent', 'urgent-72h', '2026-11-27', '16:30', '2026-11-28', '16:30'],
  ] as const)('%s, %s: work by %s %s, due %s %s', ([urgency, id, workDay, workTime, dueDay, dueTime]) => {
    const days = daysOf('2026-11-25T16:30:00-08:00', urgency, id);
    const marked = (mark: 'workBy' | 'due') =>
      days.flatMap((day) => (day[mark] === undefined ? [] : [`${day.date.toString()} ${day[mark]}`]));
    expect(marked('workBy')).toEqual([`${workDay} ${workTime}`]);
    expect(marked('due')).toEqual([`${dueDay} ${dueTime}`]);
  });
});
