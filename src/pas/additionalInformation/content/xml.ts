import { textOf } from './kinds.ts';

/** A file within a CDA document: what it says it is, and its base64. One that is hidden behind other markup is empty here. */
export interface PackedContent {
  readonly contentType: string;
  readonly data: string;
}

const rules: readonly (readonly [pattern: RegExp, problem: string])[] = [
  [/<!DOCTYPE/i, 'This XML declares a document type; send it without.'],
  [/<!ENTITY/i, 'This XML declares entities; send it without.'],
  [/<\?(?!xml\s)/i, 'This XML holds processing instructions, such as a stylesheet; send it without.'],
  [/http:\/\/www\.w3\.org\/2001\/XInclude/i, 'This XML includes other files; send it without.'],
  [/<(?:[\w.-]+:)?script\b/i, 'This XML holds a script; send it without.'],
  [
    /^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["']|us-ascii["'])/i,
    'This XML says that it is not in UTF-8; send UTF-8.',
  ],
];

/** What is wrong with a C-CDA document. Nothing in it is resolved; it is not held to the CDA schema. */
export function clinicalDocumentProblems(bytes: Uint8Array): readonly string[] {
  const text = textOf(bytes);
  if (text === undefined || text.includes('\u0000')) return ['XML is taken in UTF-8 only.'];
  const problems = rules.flatMap(([pattern, problem]) => (pattern.test(text) ? [problem] : []));
  return isClinicalDocument(text)
    ? problems
    : [...problems, 'Of XML only C-CDA is taken: a ClinicalDocument in the namespace urn:hl7-org:v3.'];
}

/**
 * The files within: the text of each element that says `representation`, whatever stands in between, such as comments. Read in
 * one pass: nothing an author writes makes it slow.
 */
export function packedIn(text: string): readonly PackedContent[] {
  const packed: PackedContent[] = [];
  for (let open = text.indexOf('<'); open !== -1; ) {
    const end = endOfTag(text, open);
    const tag = text.slice(open, end);
    open = text.indexOf('<', end);
    const isPacked = !tag.startsWith('</') && /\brepresentation\s*=/.test(tag);
    if (!isPacked || /\brepresentation\s*=\s*["']TXT["']/.test(tag)) continue;
    packed.push({
      contentType: /\bmediaType\s*=\s*["']([^"']*)["']/.exec(tag)?.[1] ?? '',
      data: text.slice(end, open === -1 ? text.length : open).replace(/\s+/g, ''),
    });
  }
  return packed;
}

/** Behind the `>` of a tag; one within an attribute’s quotes is none. */
function endOfTag(text: string, open: number): number {
  let quote = '';
  for (let at = open; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '>') return at + 1;
    else if (character === '"' || character === "'") quote = character;
  }
  return text.length;
}

/** The root element, behind the declaration, processing instructions and comments. */
function isClinicalDocument(text: string): boolean {
  const root = /^\s*(?:<\?[^>]*\?>\s*|<!--(?:[^-]|-(?!->))*-->\s*)*<(?:\w+:)?(\w+)\b([^>]*)>/.exec(text);
  return root?.[1] === 'ClinicalDocument' && /=\s*["']urn:hl7-org:v3["']/.test(root[2] ?? '');
}
