/**
 * A second, slower way to the same deadlines, for comparison only: whole seconds and days since 1970, walked one by one;
 * holidays are recognised by looking at a day and its neighbours; Pacific time by the rule of 2007. It shares nothing
 * with src/deadlines, not even Temporal.
 */
const hour = 3600;
const day = 24 * hour;

interface Day {
  readonly number: number;
  readonly year: number;
  readonly month: number;
  readonly date: number;
  /** 0 Sunday … 6 Saturday */
  readonly weekday: number;
}

function dayOf(number: number): Day {
  const date = new Date(number * day * 1000);
  return {
    number,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    date: date.getUTCDate(),
    weekday: date.getUTCDay(),
  };
}

function sundayOfMonth(year: number, month: number, count: number): number {
  let number = Date.UTC(year, month - 1, 1) / 1000 / day;
  let found = dayOf(number).weekday === 0 ? 1 : 0;
  while (found < count) {
    number += 1;
    if (dayOf(number).weekday === 0) found += 1;
  }
  return number;
}

/** Hours Pacific time is behind UTC at a second since 1970. */
export function hoursBehind(second: number): number {
  const { year } = dayOf(Math.floor(second / day));
  const forward = sundayOfMonth(year, 3, 2) * day + 10 * hour;
  const back = sundayOfMonth(year, 11, 1) * day + 9 * hour;
  return second >= forward && second < back ? 7 : 8;
}

function localDay(second: number): number {
  return Math.floor((second - hoursBehind(second) * hour) / day);
}

/** The second at which a Pacific wall clock shows a time after 03:00 of a day. */
function secondAt(dayNumber: number, timeOfDay: number): number {
  const standard = dayNumber * day + timeOfDay + 8 * hour;
  return standard - (8 - hoursBehind(standard - hour)) * hour;
}

function nthWeekday({ weekday, date }: Day, wanted: number, count: number): boolean {
  return weekday === wanted && Math.ceil(date / 7) === count;
}

function isOn(candidate: Day, month: number, date: number): boolean {
  return candidate.month === month && candidate.date === date;
}

/** Closed in state and in federal offices alike, on a Monday to Friday. */
function closedByBoth(today: Day): boolean {
  const yesterday = dayOf(today.number - 1);
  const tomorrow = dayOf(today.number + 1);
  const fixed = (candidate: Day) =>
    isOn(candidate, 1, 1) || isOn(candidate, 7, 4) || isOn(candidate, 11, 11) || isOn(candidate, 12, 25);
  if (fixed(today)) return true;
  if (today.weekday === 1 && fixed(yesterday)) return true;
  if (today.weekday === 5 && isOn(tomorrow, 11, 11)) return true;
  if (today.month === 1) return nthWeekday(today, 1, 3);
  if (today.month === 2) return nthWeekday(today, 1, 3);
  if (today.month === 5) return today.weekday === 1 && today.date > 24;
  if (today.month === 9) return nthWeekday(today, 1, 1);
  return today.month === 11 && nthWeekday(today, 4, 4);
}

/** Closed in at least one of them, on a Monday to Friday. */
function closedByEither(today: Day): boolean {
  if (closedByBoth(today)) return true;
  const yesterday = dayOf(today.number - 1);
  const tomorrow = dayOf(today.number + 1);
  if (isOn(today, 3, 31) || (today.weekday === 1 && isOn(yesterday, 3, 31))) return true;
  if (today.month === 11 && nthWeekday(yesterday, 4, 4)) return true;
  if (today.month === 10 && nthWeekday(today, 1, 2)) return true;
  if (isOn(today, 6, 19) || (today.weekday === 1 && isOn(yesterday, 6, 19))) return true;
  const federalSaturday = [
    [1, 1],
    [6, 19],
    [7, 4],
    [12, 25],
  ] as const;
  return today.weekday === 5 && federalSaturday.some(([month, date]) => isOn(tomorrow, month, date));
}

function isWeekend({ weekday }: Day): boolean {
  return weekday === 0 || weekday === 6;
}

/** `2026-11-25T16:30:00-08:00` */
export function written(second: number): string {
  const behind = hoursBehind(second);
  return `${new Date((second - behind * hour) * 1000).toISOString().slice(0, 19)}-0${behind}:00`;
}

export function isoDate(dayNumber: number): string {
  return new Date(dayNumber * day * 1000).toISOString().slice(0, 10);
}

/** Absent: no plan calendar. Else the day numbers since 1970 on which the plan is closed. */
export type PlanClosures = ReadonlySet<number> | undefined;

function businessDaysFrom(start: number, count: number, plan: PlanClosures): number {
  let number = start;
  for (let left = count; left > 0; ) {
    number += 1;
    const today = dayOf(number);
    if (!isWeekend(today) && !(plan ? plan.has(number) : closedByBoth(today))) left -= 1;
  }
  return number;
}

function hoursFrom(start: number, count: number): number {
  let second = start;
  for (let left = count; left > 0; left -= 1) second += hour;
  return second;
}

const endOfDay = (number: number) => secondAt(number, day - 1);

export interface Expected {
  readonly clocks: readonly (readonly [id: string, due: string])[];
  readonly governing: { readonly id: string; readonly due: string; readonly workBy: string };
}

export function expectedUrgent(received: number): Expected {
  const due = written(hoursFrom(received, 72));
  return {
    clocks: [['urgent-72h', due]],
    governing: { id: 'urgent-72h', due, workBy: written(hoursFrom(received, 48)) },
  };
}

export function expectedRoutine(received: number, plan: PlanClosures): Expected {
  const receipt = localDay(received);
  const notice = businessDaysFrom(receipt, 5, plan);
  let decision = receipt;
  while (decision - receipt < 7) decision += 1;
  const governingDay = Math.min(decision, notice);
  let workDay = governingDay;
  while (isWeekend(dayOf(workDay)) || closedByEither(dayOf(workDay)) || plan?.has(workDay)) workDay -= 1;
  return {
    clocks: [
      ['member-notice-5-business-days', written(endOfDay(notice))],
      ['decision-7-calendar-days', written(endOfDay(decision))],
    ],
    governing: {
      id: decision < notice ? 'decision-7-calendar-days' : 'member-notice-5-business-days',
      due: written(endOfDay(governingDay)),
      workBy: written(secondAt(workDay, 17 * hour)),
    },
  };
}

/** Due instants of the notices to member and provider. */
export function expectedNotices(decided: number, governingDue: number, plan: PlanClosures): readonly [string, string] {
  const member = endOfDay(businessDaysFrom(localDay(decided), 2, plan));
  const provider = hoursFrom(decided, 24);
  return [written(Math.min(member, governingDue)), written(Math.min(provider, governingDue))];
}
