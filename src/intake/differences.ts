/** One place where two JSON values differ; `undefined`: not there. */
export interface Difference {
  /** `answer.items[0].action`. */
  readonly path: string;
  readonly stored: unknown;
  readonly now: unknown;
}

/** Where two JSON values differ, as deep as they can be told apart, in the order of `stored`. */
export function differences(stored: unknown, now: unknown, path: string): readonly Difference[] {
  if (Array.isArray(stored) && Array.isArray(now)) {
    const length = Math.max(stored.length, now.length);
    return Array.from({ length }, (_, index) => differences(stored[index], now[index], `${path}[${index}]`)).flat();
  }
  if (isObject(stored) && isObject(now)) {
    const names = new Set([...Object.keys(stored), ...Object.keys(now)]);
    return [...names].flatMap((name) => differences(stored[name], now[name], path === '' ? name : `${path}.${name}`));
  }
  return Object.is(stored, now) ? [] : [{ path, stored, now }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
