import type { Period } from '@medplum/fhirtypes';
import type { DatePeriod, LocalDate } from '../../policy/evidence.ts';
import { localDate } from '../reading/localDate.ts';

/**
 * The days of a FHIR date or Period, both ends included; a year or a month is all its days, a missing end is open.
 * Undefined: nothing is said.
 * @param timeZone - the plan's, for the local date of instants
 */
export function daysOf(value: string | Period | undefined, timeZone: string): DatePeriod | undefined {
  if (value === undefined) return undefined;
  const { start, end } = typeof value === 'string' ? { start: value, end: value } : value;
  if (start === undefined && end === undefined) return undefined;
  return { start: firstDay(start, timeZone), end: lastDay(end, timeZone) };
}

/** Have they a day in common? */
export function haveCommonDay(a: DatePeriod, b: DatePeriod): boolean {
  return startsBy(a, b.end) && startsBy(b, a.end);
}

function startsBy({ start }: DatePeriod, end: LocalDate | undefined): boolean {
  return start === undefined || end === undefined || start <= end;
}

const yearOrMonth = /^\d{4}(-(0[1-9]|1[0-2]))?$/;

function firstDay(value: string | undefined, timeZone: string): LocalDate | undefined {
  return yearOrMonth.test(value ?? '') ? `${value}-01-01`.slice(0, 10) : localDate(value, timeZone);
}

function lastDay(value: string | undefined, timeZone: string): LocalDate | undefined {
  if (value === undefined || !yearOrMonth.test(value)) return localDate(value, timeZone);
  if (value.length === 4) return `${value}-12-31`;
  return Temporal.PlainYearMonth.from(value).toPlainDate({ day: 31 }).toString();
}
