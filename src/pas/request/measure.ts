/** How large a JSON text is, before anything is built from it. */
export interface Measure {
  /** The deepest nesting of objects and arrays. */
  readonly depth: number;
  /** JSON values, to within the empty ones. */
  readonly elements: number;
  /** Names of members of objects. */
  readonly names: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const COMMA = 0x2c;
const COLON = 0x3a;

/**
 * Measures the bytes of a JSON text, well-formed or not, in one pass without recursion.
 * Bytes will do: in UTF-8 no part of a longer character looks like a bracket or a quotation mark.
 */
export function measure(bytes: Uint8Array): Measure {
  let open = 0;
  let depth = 0;
  let elements = 0;
  let names = 0;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfString(bytes, at + 1);
    else if (OPENING.has(byte)) {
      open += 1;
      elements += 1;
      depth = Math.max(depth, open);
    } else if (CLOSING.has(byte)) open -= 1;
    else if (byte === COMMA) elements += 1;
    else if (byte === COLON) names += 1;
    at += 1;
  }
  return { depth, elements, names };
}

/** The index of the closing quotation mark, or the end of the bytes. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
