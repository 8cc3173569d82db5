import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The inputs with the NDJSON files of each folder in its place, by name: a folder a bulk `$export` was saved in. */
export async function withFolders<T>(inputs: readonly (string | T)[]): Promise<(string | T)[]> {
  return (await Promise.all(inputs.map((input) => (typeof input === 'string' ? filesOf(input) : [input])))).flat();
}

/** One without NDJSON files stays as it is, to be reported. */
async function filesOf(path: string): Promise<string[]> {
  try {
    const names = (await readdir(path)).filter((name) => /\.(ndjson|jsonl)$/i.test(name));
    return names.length > 0 ? names.sort().map((name) => join(path, name)) : [path];
  } catch {
    return [path];
  }
}
