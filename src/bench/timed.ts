/** How long something took, many times over. Milliseconds. */
export interface Timing {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/**
 * Runs `step` so many times.
 * @param atOnce - how many are under way at the same time
 */
export async function timed(step: () => Promise<unknown>, count: number, atOnce: number): Promise<Timing> {
  const durations: number[] = [];
  let started = 0;
  const start = performance.now();
  const worker = async () => {
    while (started < count) {
      started += 1;
      const before = performance.now();
      await step();
      durations.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - start) / 1000;
  durations.sort((a, b) => a - b);
  return { perSecond: Math.round((count / seconds) * 100) / 100, p50: at(durations, 0.5), p99: at(durations, 0.99) };
}

/** The value below which that part of them lies, to a tenth. */
export function quantile(values: readonly number[], part: number): number {
  return at(
    values.toSorted((a, b) => a - b),
    part,
  );
}

function at(sorted: readonly number[], part: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return Math.round(value * 10) / 10;
}
