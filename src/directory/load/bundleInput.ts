import { readFile, stat } from 'node:fs/promises';
import { hasLostCharacters, notUtf8 } from './bytes.ts';
import { type Input, type InputEntry, unreadable } from './input.ts';
import { withoutByteOrderMark } from './ndjsonInput.ts';
import type { Fault } from './rejection.ts';

/** A file of JSON is parsed in memory, up to this many bytes; NDJSON has no such limit. */
export const jsonFileLimit = 64 * 1024 * 1024;

/** A file with one Bundle (of any type that carries resources), or one resource. */
export function bundleFileInput(file: string): Input {
  return { entries: (wanted) => readBundleFile(file, wanted) };
}

/** A Bundle, or a single resource, that is already in memory. */
export function resourceInput(name: string, content: unknown): Input {
  return {
    entries: async function* (wanted) {
      yield* bundleEntries(name, content, wanted);
    },
  };
}

async function* readBundleFile(file: string, wanted?: (ordinal: number) => boolean): AsyncIterable<InputEntry> {
  const { size } = await stat(file);
  if (size > jsonFileLimit) {
    yield unreadable(file, `is larger than ${jsonFileLimit} bytes; split the Bundle, or give NDJSON, which streams`);
    return;
  }
  const text = await readFile(file, 'utf8');
  const content = parse(text);
  if (content === undefined) {
    yield unreadable(file, 'is not complete, valid JSON; nothing of it was loaded');
    return;
  }
  // Where nothing was lost, no entry need be looked at for it.
  const check = hasLostCharacters(text) ? lostCharacters : undefined;
  for (const entry of bundleEntries(file, content, wanted)) yield { ...entry, faults: entry.faults ?? check?.(entry) };
}

function lostCharacters({ resource }: InputEntry): Fault[] | undefined {
  return hasLostCharacters(JSON.stringify(resource)) ? [{ reason: notUtf8 }] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(withoutByteOrderMark(text));
  } catch {
    return undefined;
  }
}

function* bundleEntries(file: string, content: unknown, wanted?: (ordinal: number) => boolean): Iterable<InputEntry> {
  const entries =
    isObject(content) && content.resourceType === 'Bundle' ? (content.entry ?? []) : [{ resource: content }];
  if (!Array.isArray(entries)) {
    yield unreadable(file, 'has a Bundle.entry that is not an array');
    return;
  }
  for (const [ordinal, entry] of entries.entries()) {
    if (!wanted || wanted(ordinal)) yield readEntry(file, ordinal, entry);
  }
}

function readEntry(file: string, ordinal: number, entry: unknown): InputEntry {
  const fields = isObject(entry) ? entry : {};
  return {
    ordinal,
    position: { file, entry: ordinal },
    fullUrl: typeof fields.fullUrl === 'string' ? fields.fullUrl : undefined,
    resource: fields.resource,
    faults: entryFaults(fields),
  };
}

function entryFaults(entry: Record<string, unknown>): Fault[] | undefined {
  if (isObject(entry.request) && entry.request.method === 'DELETE') {
    const reason = 'deletes; a load only adds, use --snapshot to end records';
    return [{ expression: 'Bundle.entry.request.method', reason }];
  }
  if (entry.resource === undefined) return [{ expression: 'Bundle.entry.resource', reason: 'is missing' }];
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
