/** The local date an instant falls on. */
export function localDate(instant: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The last whole second of a local date: 23:59:59, also where the zone's clocks change at midnight. */
export function endOfDay(date: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return date.add({ days: 1 }).toZonedDateTime(timeZone).toInstant().subtract({ seconds: 1 });
}

/** An instant as ISO 8601 with the local offset, in whole seconds (a fraction is cut off): `2026-11-25T16:30:00-08:00`. */
export function withOffset(instant: Temporal.Instant, timeZone: string): string {
  return instant.toZonedDateTimeISO(timeZone).toString({
    smallestUnit: 'second',
    roundingMode: 'floor',
    timeZoneName: 'never',
  });
}

/** The earliest of one or more instants. */
export function earliest(first: Temporal.Instant, ...others: readonly Temporal.Instant[]): Temporal.Instant {
  return others.reduce((least, instant) => (Temporal.Instant.compare(instant, least) < 0 ? instant : least), first);
}
