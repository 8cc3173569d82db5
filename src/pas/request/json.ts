import type { Issue } from './issues.ts';
import { LIMITS } from './limits.ts';
import { measure } from './measure.ts';
import { syntaxFault } from './syntax.ts';

/** 413: larger than the service reads; 400: not JSON in UTF-8, or nested too deeply. */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: 400 | 413; readonly issue: Issue };

/** Reads JSON in UTF-8 (a byte order mark is passed over) within the limits. @see RFC 8259 */
export function readJson(bytes: Uint8Array): JsonReading {
  if (bytes.length > LIMITS.bodyBytes) return tooLarge(`${LIMITS.bodyBytes} bytes`);
  const { depth, elements } = measure(bytes);
  if (depth > LIMITS.depth) {
    return refused(
      'too-costly',
      `Objects and arrays may be nested at most ${LIMITS.depth} deep; these are ${depth} deep.`,
    );
  }
  if (elements > LIMITS.elements) return tooLarge(`${LIMITS.elements} elements`);
  const text = decode(bytes);
  if (text === undefined) {
    const line = lineOfInvalidText(bytes);
    return refused('invalid', `The body is not valid UTF-8 in line ${line}; send JSON in UTF-8.`, `line ${line}`);
  }
  if (text.trim() === '') return refused('required', 'The body is empty; a FHIR Bundle in JSON is expected.');
  return parse(text);
}

function parse(text: string): JsonReading {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const fault = syntaxFault(text);
    if (fault === undefined) return refused('invalid', 'The body is not valid JSON.');
    const location = `line ${fault.line}, column ${fault.column}`;
    return refused('invalid', `The body is not valid JSON at ${location}: expected ${fault.expected}.`, location);
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** No part of a longer character in UTF-8 looks like a line feed, so each line can be tried by itself. */
function lineOfInvalidText(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    if (decode(bytes.subarray(start, end)) === undefined) return line;
    line += 1;
    start = end + 1;
  }
  return line;
}

function tooLarge(limit: string): JsonReading {
  const text = `The body is larger than the ${limit} this service reads; send large documents with $submit-attachment.`;
  return { ok: false, status: 413, issue: { code: 'too-long', expression: 'Bundle', text } };
}

function refused(code: Issue['code'], text: string, location?: string): JsonReading {
  return { ok: false, status: 400, issue: { code, expression: 'Bundle', text, location } };
}
