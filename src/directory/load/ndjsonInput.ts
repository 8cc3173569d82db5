import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { hasLostCharacters, notUtf8 } from './bytes.ts';
import type { Input, InputEntry } from './input.ts';

/** NDJSON, one resource a line, streamed: memory does not grow with the file. Empty lines are passed over. */
export function ndjsonInput(file: string): Input {
  return { entries: (wanted) => readLines(file, wanted) };
}

async function* readLines(file: string, wanted?: (ordinal: number) => boolean): AsyncIterable<InputEntry> {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (wanted && !wanted(line)) continue;
    if (text.trim() !== '') yield readLine(file, line, line === 1 ? withoutByteOrderMark(text) : text);
  }
}

function readLine(file: string, line: number, text: string): InputEntry {
  const position = { file, line };
  try {
    const faults = hasLostCharacters(text) ? [{ reason: notUtf8 }] : undefined;
    return { ordinal: line, position, resource: JSON.parse(text), faults };
  } catch {
    return {
      ordinal: line,
      position,
      faults: [{ reason: 'is not valid JSON; NDJSON has one complete resource on each line' }],
    };
  }
}

export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
