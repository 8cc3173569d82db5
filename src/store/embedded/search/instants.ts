/** Epoch milliseconds, both ends inclusive. */
export interface InstantRange {
  readonly low: number;
  readonly high: number;
}

/** Stand for "no start" and "no end" of an open period: the limits of what a Date can hold. */
export const beginningOfTime = -8_640_000_000_000_000;
export const endOfTime = 8_640_000_000_000_000;

const day = 86_400_000;
const pattern =
  /^(?<year>\d{4})(?:-(?<month>\d\d)(?:-(?<date>\d\d)(?:T(?<minute>\d\d:\d\d)(?<second>:\d\d)?(?<fraction>\.\d+)?(?<zone>Z|[+-]\d\d:\d\d)?)?)?)?$/;

/**
 * The stretch of time a FHIR date, dateTime or instant stands for at its own precision. Without an offset UTC is
 * taken, as a Medplum server does.
 */
export function rangeOfText(text: string): InstantRange | undefined {
  const { year, month, date, minute, second, fraction, zone } = pattern.exec(text)?.groups ?? {};
  if (!year) return undefined;
  if (!month) return { low: Date.UTC(Number(year), 0), high: Date.UTC(Number(year) + 1, 0) - 1 };
  if (!date) return { low: Date.UTC(Number(year), Number(month) - 1), high: Date.UTC(Number(year), Number(month)) - 1 };
  const midnight = Date.parse(`${year}-${month}-${date}T00:00:00Z`);
  if (!minute) return checked(midnight, day);
  const milliseconds = (fraction ?? '').slice(0, 4);
  const low = Date.parse(`${year}-${month}-${date}T${minute}${second ?? ':00'}${milliseconds}${zone ?? 'Z'}`);
  if (!second) return checked(low, 60_000);
  return checked(low, 10 ** Math.max(0, 4 - Math.max(1, milliseconds.length)));
}

/** The stretch of time of any FHIR value that has one: a date in text or a Period. */
export function rangeOf(value: unknown): InstantRange | undefined {
  if (typeof value === 'string') return rangeOfText(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const { start, end } = value as { start?: unknown; end?: unknown };
  const first = typeof start === 'string' ? rangeOfText(start) : undefined;
  const last = typeof end === 'string' ? rangeOfText(end) : undefined;
  if (!first && !last) return undefined;
  return { low: first?.low ?? beginningOfTime, high: last?.high ?? endOfTime };
}

function checked(low: number, length: number): InstantRange | undefined {
  return Number.isNaN(low) ? undefined : { low, high: low + length - 1 };
}
