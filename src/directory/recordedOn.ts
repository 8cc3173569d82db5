import { localDate } from '../pas/reading/localDate.ts';
import type { LocalDate } from '../policy/evidence.ts';

/** Local dates by zone and minute of UTC: a directory is recorded in few minutes, and its dates are asked for often. */
const byMinute = new Map<string, LocalDate | undefined>();
const mostMinutes = 1_000;

/** The local date of the record's own last change: as of when it stands. */
export function recordedOn(resource: { meta?: { lastUpdated?: string } }, timeZone: string): LocalDate | undefined {
  const instant = resource.meta?.lastUpdated;
  // A zone's days begin with a whole minute of UTC.
  if (instant === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d(\.\d+)?Z$/.test(instant)) {
    return localDate(instant, timeZone);
  }
  const minute = `${timeZone} ${instant.slice(0, 16)}`;
  const known = byMinute.get(minute);
  if (known !== undefined) return known;
  const date = localDate(instant, timeZone);
  if (byMinute.size >= mostMinutes) byMinute.clear();
  byMinute.set(minute, date);
  return date;
}
