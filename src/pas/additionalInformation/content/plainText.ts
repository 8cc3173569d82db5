import { textOf } from './kinds.ts';

/** What a program that guesses at content would take the text for. */
const otherwise: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^\s*<(?:!doctype|\?xml|html|head|body|script|svg|iframe|object)\b/i, 'markup'],
  [/<script\b/i, 'a script'],
  [/^GIF8[79]a/, 'a GIF'],
  [/^[\s\S]{0,1024}%PDF-/, 'a PDF'],
];

/** Every reason not to take plain text: another encoding, what a terminal or a reader is misled by, what is something else. */
export function plainTextProblems(bytes: Uint8Array): readonly string[] {
  const text = textOf(bytes);
  if (text === undefined) return ['Plain text is taken in UTF-8 only.'];
  return [
    ...(isControlled(text) ? ['Plain text may hold no control characters but tabs and ends of lines.'] : []),
    ...(/[\u202a-\u202e\u2066-\u2069]/.test(text)
      ? ['Plain text may hold no characters that turn its direction around.']
      : []),
    ...otherwise.flatMap(([pattern, what]) => (pattern.test(text) ? [`This is ${what}, and no plain text.`] : [])),
  ];
}

function isControlled(text: string): boolean {
  return [...text].some((character) => /\p{Cc}/u.test(character) && !['\t', '\n', '\r', '\f'].includes(character));
}
