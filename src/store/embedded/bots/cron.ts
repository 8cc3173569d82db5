/** The minutes, hours and so on at which a schedule fires, in UTC. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 and 7 are Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** When both days and weekdays are restricted, either is enough, as in every cron. */
  readonly eitherDay: boolean;
}

const fields = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12 },
  { name: 'day of week', least: 0, most: 7 },
] as const;

type Field = (typeof fields)[number];

/**
 * Reads a five-field cron expression of numbers, `*`, lists, ranges and steps.
 *
 * @throws Error that says which field cannot be read.
 */
export function parseCron(expression: string): Cron {
  const texts = expression.trim().split(/\s+/);
  if (texts.length !== fields.length) {
    throw new Error(
      `The schedule "${expression}" has ${texts.length} fields; it needs five: minute hour day month weekday.`,
    );
  }
  const [minutes, hours, days, months, weekdays] = fields.map((field, index) => parseField(field, texts[index] ?? ''));
  if (!minutes || !hours || !days || !months || !weekdays)
    throw new Error(`The schedule "${expression}" is incomplete.`);
  if (weekdays.has(0) || weekdays.has(7)) weekdays.add(0).add(7);
  const eitherDay = !texts[2]?.startsWith('*') && !texts[4]?.startsWith('*');
  return { minutes, hours, days, months, weekdays, eitherDay };
}

/** Whether the schedule fires in the minute the instant lies in. */
export function firesAt(cron: Cron, instant: Temporal.Instant): boolean {
  const at = instant.toZonedDateTimeISO('UTC');
  if (!cron.minutes.has(at.minute) || !cron.hours.has(at.hour) || !cron.months.has(at.month)) return false;
  const day = cron.days.has(at.day);
  const weekday = cron.weekdays.has(at.dayOfWeek);
  return cron.eitherDay ? day || weekday : day && weekday;
}

function parseField(field: Field, text: string): Set<number> {
  return new Set(text.split(',').flatMap((part) => parsePart(field, part)));
}

function parsePart({ name, least, most }: Field, part: string): number[] {
  const { all, from, to, step } =
    /^(?:(?<all>\*)|(?<from>\d+)(?:-(?<to>\d+))?)(?:\/(?<step>\d+))?$/.exec(part)?.groups ?? {};
  const first = all ? least : Number(from);
  const last = all || (step && !to) ? most : Number(to ?? from);
  const every = Number(step ?? 1);
  if ((!all && !from) || first < least || last > most || first > last || every < 1) {
    throw new Error(
      `"${part}" is not a ${name} of a schedule: give *, ${least} to ${most}, a list, a range or a step.`,
    );
  }
  const count = Math.floor((last - first) / every) + 1;
  return Array.from({ length: count }, (_, index) => first + index * every);
}
