/** `licence-active` → `Licence active`. */
export function inWords(name: string): string {
  const text = name.replaceAll('-', ' ').replace('medi cal', 'Medi-Cal');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `Thu` and `Nov 26` of a local date. */
export function weekdayOf(date: Temporal.PlainDate): string {
  return date.toLocaleString('en-US', { weekday: 'short' });
}

export function dayOf(date: Temporal.PlainDate): string {
  return date.toLocaleString('en-US', { month: 'short', day: 'numeric' });
}

/** `17:00` of an instant, local to the zone. */
export function timeIn(instant: string, timeZone: string): string {
  return localTo(instant, timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
}

export function localDateIn(instant: string, timeZone: string): Temporal.PlainDate {
  return localTo(instant, timeZone).toPlainDate();
}

/** `Sun, Nov 29, 2026, 23:59` of an instant (ISO 8601 with offset), local to the zone. */
export function instantIn(instant: string, timeZone: string): string {
  const date = localDateIn(instant, timeZone);
  return `${weekdayOf(date)}, ${dayOf(date)}, ${date.year}, ${timeIn(instant, timeZone)}`;
}

const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/g;

/** A text with its ISO instants turned to words, local to the zone. */
export function withInstantsInWords(text: string, timeZone: string): string {
  return text.replace(instant, (found) => instantIn(found, timeZone));
}

/** `America/Los_Angeles` → `Los Angeles time`. */
export function zoneInWords(timeZone: string): string {
  return `${(timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')} time`;
}

function localTo(instant: string, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
}

/** `1 problem`, `2 problems`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
