import type { JsonObject } from './message.ts';

/** How many members the objects within a JSON value have, all together. */
export function countNames(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const values = Object.values(next);
    if (!Array.isArray(next)) count += values.length;
    for (const inner of values) if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
  return count;
}

/** An object or array that is being read, and where it stands. */
interface Open {
  readonly path: string;
  /** How often each name was met; undefined: an array. */
  readonly names?: Map<string, number>;
  /** Where the next value stands: the name, or the place in the array. */
  at: string | number;
}

const MARK = /["{}[\],]/g;
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/**
 * The names that an object gives more than once, each once, as the FHIRPath of the property; a name that is none of
 * FHIR's as the FHIRPath of its object. Goes through the text once.
 * @param text - well-formed JSON
 * @param root - FHIRPath of the whole
 */
export function repeatedNames(text: string, root: string): readonly string[] {
  const found: string[] = [];
  const open: Open[] = [];
  let isName = false;
  for (let at = nextMark(text, 0); at !== -1; at = nextMark(text, at + 1)) {
    const mark = text.charAt(at);
    const inner = open.at(-1);
    if (mark === '"') {
      const end = endOfString(text, at + 1);
      if (inner?.names && isName) {
        const name: string = JSON.parse(text.slice(at, end + 1));
        const times = (inner.names.get(name) ?? 0) + 1;
        inner.names.set(name, times);
        inner.at = name;
        if (times === 2) found.push(pathIn(inner));
      }
      isName = false;
      at = end;
    } else if (mark === '{' || mark === '[') {
      const path = inner ? pathIn(inner) : root;
      open.push(mark === '{' ? { path, names: new Map(), at: '' } : { path, at: 0 });
      isName = mark === '{';
    } else if (mark === ',') {
      isName = inner?.names !== undefined;
      if (typeof inner?.at === 'number') inner.at += 1;
    } else {
      open.pop();
      isName = false;
    }
  }
  return found;
}

function nextMark(text: string, from: number): number {
  MARK.lastIndex = from;
  return MARK.exec(text)?.index ?? -1;
}

/** The index of the closing quotation mark: the first that an even number of backslashes precedes. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start); ; at = text.indexOf('"', at + 1)) {
    let before = at;
    while (before > start && text.charAt(before - 1) === '\\') before -= 1;
    if ((at - before) % 2 === 0) return at;
  }
}

function pathIn({ path, names, at }: Open): string {
  if (!names) return `${path}[${at}]`;
  return typeof at === 'string' && PLAIN_NAME.test(at) ? `${path}.${at}` : path;
}

/** The FHIRPath of a body as a whole: its resource type, as far as it tells one. */
export function rootOf(value: JsonObject): string | undefined {
  const { resourceType } = value;
  return typeof resourceType === 'string' && PLAIN_NAME.test(resourceType) ? resourceType : undefined;
}
