import { textOf } from './kinds.ts';

/** A file within a CDA document: what it says it is, and its base64. */
export interface PackedContent {
  readonly contentType: string;
  readonly data: string;
}

const rules: readonly (readonly [pattern: RegExp, problem: string])[] = [
  [/<!DOCTYPE/i, 'This XML declares a document type; send it without.'],
  [/<!ENTITY/i, 'This XML declares entities; send it without.'],
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

/** The files that a document without structure carries: `<text mediaType="…" representation="B64">`. */
export function packedIn(text: string): readonly PackedContent[] {
  const elements = text.matchAll(/<(?:\w+:)?(?:text|value)\b([^>]*\brepresentation\s*=\s*["']B64["'][^>]*)>([^<]*)</g);
  return [...elements].map(([, attributes = '', data = '']) => ({
    contentType: /\bmediaType\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? '',
    data: data.replace(/\s+/g, ''),
  }));
}

/** The root element, behind the declaration, processing instructions and comments. */
function isClinicalDocument(text: string): boolean {
  const root = /^\s*(?:<\?[^>]*\?>\s*|<!--(?:[^-]|-(?!->))*-->\s*)*<(?:\w+:)?(\w+)\b([^>]*)>/.exec(text);
  return root?.[1] === 'ClinicalDocument' && /=\s*["']urn:hl7-org:v3["']/.test(root[2] ?? '');
}
