import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Place } from './place.ts';

/** Centroids by five-digit postal code. */
export type PostalCodes = ReadonlyMap<string, PostalCode>;

export interface PostalCode extends Place {
  /** Absent: the table does not say. */
  readonly county?: string;
}

/** No table was given: only what is of record with its own position is placed. */
export const noPostalCodes: PostalCodes = new Map();

const rowSchema = z.object({
  zip: z.string().regex(/^\d{5}$/, { error: 'Give a postal code of five digits.' }),
  lat: degrees(90),
  lon: degrees(180),
  county: z
    .string()
    .optional()
    .transform((county) => county || undefined),
});

/**
 * Reads a table of centroids: CSV with a header of `zip,lat,lon` and, if the counties are to be known, `county`.
 * @throws Error that names every line that is wrong
 */
export function parsePostalCodes(text: string): PostalCodes {
  const rows: readonly unknown[] = parse(text, { columns: true, trim: true, skip_empty_lines: true, bom: true });
  const problems: string[] = [];
  const codes = new Map<string, PostalCode>();
  for (const [index, row] of rows.entries()) {
    const { success, data, error } = rowSchema.safeParse(row);
    if (success) codes.set(data.zip, { latitude: data.lat, longitude: data.lon, county: data.county });
    else
      problems.push(
        ...error.issues.map(({ path, message }) => `row ${index + 1}, ${path.map(String).join('.')}: ${message}`),
      );
  }
  if (problems.length > 0) throw new Error(`The table of postal codes is wrong. ${problems.join(' ')}`);
  return codes;
}

function degrees(most: number) {
  const error = `Give degrees between -${most} and ${most}.`;
  return z
    .string({ error })
    .regex(/^-?\d+(\.\d+)?$/, { error })
    .transform(Number)
    .refine((value) => Math.abs(value) <= most, { error });
}
