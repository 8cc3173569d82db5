import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const directory = process.env.FHIR_PACKAGES ?? 'fhir-packages';
const BLOCK = 512;

function fileOf(name: string): string {
  return join(directory, `${name}.tgz`);
}

/** Is the official package (`hl7.fhir.us.davinci-pas-2.2.1`) in the directory FHIR_PACKAGES, else in `fhir-packages/`? */
export function hasPackage(name: string): boolean {
  return existsSync(fileOf(name));
}

/**
 * Files of an official FHIR package (.tgz), by their path in it: `package/example/Bundle-X.json`.
 * @throws Error when the package is not there: ask `hasPackage` first
 */
export function readPackage(name: string): ReadonlyMap<string, Buffer> {
  const tar = gunzipSync(readFileSync(fileOf(name)));
  const files = new Map<string, Buffer>();
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(textAt(tar, at + 124, 12), 8);
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    const type = textAt(tar, at + 156, 1);
    const prefix = textAt(tar, at + 345, 155);
    const path = longName ?? (prefix ? `${prefix}/` : '') + textAt(tar, at, 100);
    longName = longNameIn(type, content);
    if (type === '0' || type === '') files.set(path, content);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** GNU (type L) and pax (type x) put a name of over 100 characters in an entry before the file's own. */
function longNameIn(type: string, content: Buffer): string | undefined {
  if (type === 'L') return textAt(content, 0, content.length);
  return type === 'x' ? /^\d+ path=(.*)$/m.exec(content.toString('utf8'))?.[1] : undefined;
}

/** Text of a tar header: ends at the first NUL. */
function textAt(bytes: Buffer, start: number, length: number): string {
  const text = bytes.toString('utf8', start, start + length);
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}
