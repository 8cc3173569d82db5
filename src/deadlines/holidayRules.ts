/** A fixed day of the year, or a weekday (ISO: 1 Monday … 7 Sunday) counted from the start (`week` 1 … 5) or the end (-1) of a month. */
export type HolidayDay =
  | { readonly month: number; readonly day: number }
  | { readonly month: number; readonly weekday: number; readonly week: number; readonly daysAfter?: number };

export interface Holiday {
  readonly name: string;
  readonly on: HolidayDay;
  /** First local date on which the rule is relied on. */
  readonly from: string;
  /** What happens when it falls on a Saturday; absent: as the offices do otherwise. */
  readonly saturday?: SaturdayRule;
}

/** `friday`: offices close the day before. `open`: no other day is closed. A Sunday holiday closes the Monday after. */
export type SaturdayRule = 'friday' | 'open';

export interface Offices {
  readonly name: 'state' | 'federal';
  readonly source: string;
  readonly saturday: SaturdayRule;
  readonly holidays: readonly Holiday[];
}

const saturday = 6;
const sunday = 7;

function dateIn(year: number, on: HolidayDay): Temporal.PlainDate {
  if ('day' in on) return Temporal.PlainDate.from({ year, month: on.month, day: on.day });
  const first = Temporal.PlainDate.from({ year, month: on.month, day: 1 });
  if (on.week < 0) {
    const last = first.with({ day: first.daysInMonth });
    return last.subtract({ days: (last.dayOfWeek - on.weekday + 7) % 7 });
  }
  const days = ((on.weekday - first.dayOfWeek + 7) % 7) + (on.week - 1) * 7 + (on.daysAfter ?? 0);
  return first.add({ days });
}

function observedOn(date: Temporal.PlainDate, rule: SaturdayRule): Temporal.PlainDate | undefined {
  if (date.dayOfWeek === sunday) return date.add({ days: 1 });
  if (date.dayOfWeek !== saturday) return date;
  return rule === 'friday' ? date.subtract({ days: 1 }) : undefined;
}

/** The weekdays of `year` on which the offices are closed: local date → name of the holiday. */
export function closuresIn(year: number, offices: Offices): ReadonlyMap<string, string> {
  const closures = new Map<string, string>();
  // January 1 of the next year can be observed on December 31 of this one.
  for (const holidayYear of [year, year + 1]) {
    for (const holiday of offices.holidays) {
      const date = dateIn(holidayYear, holiday.on);
      const observed = observedOn(date, holiday.saturday ?? offices.saturday);
      if (!observed || observed.year !== year || Temporal.PlainDate.compare(date, holiday.from) < 0) continue;
      closures.set(observed.toString(), holiday.name);
    }
  }
  return closures;
}
