import { createHash } from 'node:crypto';

/** A FHIR id from whatever identifies a line: the same for the same parts. */
export function lineId(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}
