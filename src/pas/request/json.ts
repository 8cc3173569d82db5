import type { Issue } from './issues.ts';
import { LIMITS } from './limits.ts';
import { measure } from './measure.ts';
import { countNames, repeatedNames, rootOf } from './memberNames.ts';
import { isObject } from './message.ts';
import { syntaxFault } from './syntax.ts';

/** 413: larger than the service reads; 400: not JSON in UTF-8, nested too deeply, or with repeated names. At least one issue. */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly status: 400 | 413; readonly issues: readonly Issue[] };

export interface JsonOptions {
  /** FHIRPath of the body as a whole; `Bundle` when left out. */
  readonly root?: string;
  /** The last one of a name counts, as once it did; otherwise who repeats a name is told of each. */
  readonly mayRepeatNames?: boolean;
}

/**
 * Reads JSON in UTF-8 (a byte order mark is passed over) within the limits. In FHIR the names of an object are unique.
 * @see RFC 8259 and https://hl7.org/fhir/R4/json.html
 */
export function readJson(
  bytes: Uint8Array,
  { root = 'Bundle', mayRepeatNames = false }: JsonOptions = {},
): JsonReading {
  if (bytes.length > LIMITS.bodyBytes) return tooLarge(root, `${LIMITS.bodyBytes} bytes`);
  const { depth, elements, names } = measure(bytes);
  if (depth > LIMITS.depth) {
    const text = `Objects and arrays may be nested at most ${LIMITS.depth} deep; these are ${depth} deep.`;
    return refused({ code: 'too-costly', expression: root, text });
  }
  if (elements > LIMITS.elements) return tooLarge(root, `${LIMITS.elements} elements`);
  const text = decode(bytes);
  if (text === undefined) {
    const line = lineOfInvalidText(bytes);
    const fault = `The body is not valid UTF-8 in line ${line}; send JSON in UTF-8.`;
    return refused({ code: 'invalid', expression: root, text: fault, location: `line ${line}` });
  }
  if (text.trim() === '') {
    return refused({ code: 'required', expression: root, text: 'The body is empty; a resource in JSON is expected.' });
  }
  const parsed = parse(text, root);
  // Of members with one name only the last is left: then there are fewer than the text has names.
  if (!parsed.ok || mayRepeatNames || countNames(parsed.value) === names) return parsed;
  const whole = (isObject(parsed.value) ? rootOf(parsed.value) : undefined) ?? root;
  return { ok: false, status: 400, issues: repeatedNames(text, whole).map(repeated) };
}

function repeated(expression: string): Issue {
  const text = 'A property of this name is given more than once in its object; give each once.';
  return { code: 'structure', expression, text };
}

function parse(text: string, root: string): JsonReading {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const fault = syntaxFault(text);
    if (fault === undefined) return refused({ code: 'invalid', expression: root, text: 'The body is not valid JSON.' });
    const location = `line ${fault.line}, column ${fault.column}`;
    const problem = `The body is not valid JSON at ${location}: expected ${fault.expected}.`;
    return refused({ code: 'invalid', expression: root, text: problem, location });
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

function tooLarge(root: string, limit: string): JsonReading {
  const text = `The body is larger than the ${limit} this service reads; send large documents with $submit-attachment.`;
  return { ok: false, status: 413, issues: [{ code: 'too-long', expression: root, text }] };
}

function refused(issue: Issue): JsonReading {
  return { ok: false, status: 400, issues: [issue] };
}
