/** Milliseconds. */
const first = 1_000;
const longest = 10 * 60_000;

/**
 * Milliseconds to wait after so many failures in a row: any time up to a limit that doubles from a second to ten minutes
 * (full jitter), so that receivers that come back are not met by everybody at once.
 * @param random - from 0 up to, but not including, 1
 * @param retryAfter - seconds for which the receiver asked to be left alone; at most the longest pause is granted
 */
export function backoff(attempts: number, random: number, retryAfter = 0): number {
  const limit = Math.min(first * 2 ** Math.min(attempts, 20), longest);
  return Math.min(Math.max(Math.round(random * limit), retryAfter * 1_000), longest);
}
