import { open, stat } from 'node:fs/promises';
import { bundleFileInput } from './bundleInput.ts';
import { firstBytesOf, isCompressed } from './bytes.ts';
import { type Input, unreadable } from './input.ts';
import { ndjsonInput } from './ndjsonInput.ts';

/** What a first line is looked at; a resource of plan data that is longer stands in an `.ndjson` file. */
const firstBytes = 1024 * 1024;

/**
 * A file of plan data as an input: `.ndjson` and `.jsonl` are NDJSON, and so is any file whose first line is a complete
 * resource other than a Bundle; everything else is read as one JSON document.
 */
export async function fileInput(file: string): Promise<Input> {
  const fault = await unusable(file);
  if (fault) {
    return {
      entries: async function* () {
        yield unreadable(file, fault);
      },
    };
  }
  const { entries } = (await isNdjson(file)) ? ndjsonInput(file) : bundleFileInput(file);
  return { entries, checksNpis: true };
}

async function unusable(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file);
    if (!found.isFile())
      return 'is not a regular file; a file is read more than once, so pipes do not work, and a folder needs .ndjson files';
    return isCompressed(await firstBytesOf(file)) ? 'is compressed; unpack it first' : undefined;
  } catch {
    return 'cannot be opened; check that it exists and may be read';
  }
}

async function isNdjson(file: string): Promise<boolean> {
  if (/\.(ndjson|jsonl)$/i.test(file)) return true;
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(firstBytes), 0, firstBytes, 0);
    const [firstLine = ''] = buffer.toString('utf8', 0, bytesRead).split('\n', 1);
    return isResourceLine(firstLine);
  } finally {
    await handle.close();
  }
}

function isResourceLine(line: string): boolean {
  try {
    const { resourceType } = JSON.parse(line);
    return typeof resourceType === 'string' && resourceType !== 'Bundle';
  } catch {
    return false;
  }
}
