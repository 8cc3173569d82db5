/** A local date as a list writes it, or that it is none. */
export type ReadDate = { readonly date?: string; readonly fault?: undefined } | { readonly fault: string };

/** `2026-11-23`, `20261123`, `11/23/2026` and `11-23-2026`, each with or without a time of day after it. */
const forms: readonly RegExp[] = [
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  /^(?<month>\d{1,2})(?<separator>[/-])(?<day>\d{1,2})\k<separator>(?<year>\d{4})$/,
];

/** Reads a date as `YYYY-MM-DD`; empty or all zeros is no date. A day no calendar has, or before 1900, is a fault. */
export function readDate(text: string): ReadDate {
  const [day = ''] = text.split(/[T ]/);
  if (/^0*$/.test(day)) return {};
  const parts = forms.map((form) => form.exec(day)?.groups).find((groups) => groups !== undefined);
  const date = parts && calendarDate(Number(parts.year), Number(parts.month), Number(parts.day));
  return date ? { date } : { fault: `${JSON.stringify(text)} is no date; write YYYY-MM-DD, YYYYMMDD or MM/DD/YYYY` };
}

function calendarDate(year: number, month: number, day: number): string | undefined {
  if (year < 1900) return undefined;
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}
