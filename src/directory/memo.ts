/** Lookups that are made once: later callers get the first one's promise. */
export interface Memo<T> {
  readonly get: (key: string) => Promise<T>;
  /** Keeps what another lookup brought along, unless it is known or under way. */
  readonly keep: (key: string, value: T | Promise<T>) => void;
}

export function memo<T>(lookUp: (key: string) => Promise<T>): Memo<T> {
  const answers = new Map<string, Promise<T>>();
  const keep = (key: string, value: T | Promise<T>): Promise<T> => {
    const answer = answers.get(key) ?? Promise.resolve(value);
    answers.set(key, answer);
    return answer;
  };
  return {
    get: (key) => answers.get(key) ?? keep(key, lookUp(key)),
    keep: (key, value) => {
      // Nobody may ever ask for it; then its failure is nobody's either.
      keep(key, value).catch(() => {});
    },
  };
}
