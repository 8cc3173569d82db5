/** Where a text stops being JSON. Lines and columns count from 1, columns in UTF-16 units. */
export interface SyntaxFault {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
}

type Expected = 'value' | 'first value' | 'name' | 'first name' | 'colon' | 'more' | 'end';

const WHITE_SPACE = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings may not hold them unescaped
const PLAIN_TEXT = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const WORDS: Record<Expected, string> = {
  value: 'a value',
  'first value': 'a value or "]"',
  name: 'a member name in quotation marks',
  'first name': 'a member name in quotation marks or "}"',
  colon: '":"',
  more: '"," or the closing bracket',
  end: 'the end of the text',
};

const ACCEPTED: Record<Expected, string> = {
  value: '{["s',
  'first value': '{["s]',
  name: '"',
  'first name': '"}',
  colon: ':',
  more: ',]}',
  end: '',
};

/**
 * Finds the first fault of a text that `JSON.parse` refuses; undefined when there is none. `JSON.parse` itself tells
 * no position for some faults, and quotes the text in its message for others.
 */
export function syntaxFault(text: string): SyntaxFault | undefined {
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = after(WHITE_SPACE, text, 0);
  while (at < text.length) {
    const kind = kindAt(text, at);
    if (!ACCEPTED[expected].includes(kind) || (expected === 'more' && !fits(kind, open.at(-1)))) {
      return fault(text, at, WORDS[expected]);
    }
    const end = endOfToken(text, at, kind);
    if (end.fault !== undefined) return fault(text, end.at, end.fault);
    if (kind === '{' || kind === '[') open.push(kind);
    if (kind === '}' || kind === ']') open.pop();
    expected = next(kind, expected, open.at(-1));
    at = after(WHITE_SPACE, text, end.at);
  }
  return expected === 'end' ? undefined : fault(text, at, WORDS[expected]);
}

function next(kind: string, expected: Expected, container: string | undefined): Expected {
  if (kind === '{') return 'first name';
  if (kind === '[') return 'first value';
  if (kind === ':') return 'value';
  if (kind === ',') return container === '{' ? 'name' : 'value';
  if (kind === '"' && expected.endsWith('name')) return 'colon';
  return container === undefined ? 'end' : 'more';
}

function fits(kind: string, container: string | undefined): boolean {
  return kind === ',' || (kind === '}' ? container === '{' : container === '[');
}

/** The character itself for punctuation and strings, `s` for what may be a number, true, false or null. */
function kindAt(text: string, at: number): string {
  const character = text.charAt(at);
  if ('{}[],:"'.includes(character)) return character;
  return after(SCALAR, text, at) > at ? 's' : '?';
}

interface TokenEnd {
  readonly at: number;
  readonly fault?: string;
}

function endOfToken(text: string, start: number, kind: string): TokenEnd {
  if (kind === 's') return { at: after(SCALAR, text, start) };
  if (kind !== '"') return { at: start + 1 };
  let at = after(PLAIN_TEXT, text, start + 1);
  while (text.charAt(at) === '\\') {
    const end = after(ESCAPE, text, at);
    if (end === at) return { at, fault: 'an escape sequence of JSON' };
    at = after(PLAIN_TEXT, text, end);
  }
  return text.charAt(at) === '"'
    ? { at: at + 1 }
    : { at, fault: 'a closing quotation mark, and control characters escaped' };
}

/** The index after what `pattern`, a sticky expression, matches at `at`; `at` itself when it does not match. */
function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function fault(text: string, at: number, expected: string): SyntaxFault {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { line, column: at - before.lastIndexOf('\n'), expected };
}
