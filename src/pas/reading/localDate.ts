import type { LocalDate } from '../../policy/evidence.ts';

const fullDate = /^\d{4}-\d{2}-\d{2}$/;
const dateTime = /^\d{4}-\d{2}-\d{2}T/;

/**
 * The local date of a FHIR date or dateTime: a full date as it is, an instant in the plan's zone. A year or month alone
 * names no day: undefined, as is what is no date.
 */
export function localDate(value: string | undefined, timeZone: string): LocalDate | undefined {
  if (value === undefined) return undefined;
  if (fullDate.test(value)) return value;
  if (!dateTime.test(value)) return undefined;
  try {
    return Temporal.Instant.from(value).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  } catch {
    return undefined;
  }
}
