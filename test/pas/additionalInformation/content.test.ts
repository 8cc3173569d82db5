import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { contentProblems } from '../../../src/pas/additionalInformation/content/content.ts';
import { isLoinc } from '../../../src/pas/additionalInformation/requestedDocument.ts';

const pdf = (inside: string | Buffer) =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from(inside), Buffer.from('\n%%EOF\n')]);
const packed = (objects: string | Buffer) =>
  Buffer.concat([
    Buffer.from('1 0 obj <</Type /ObjStm /Filter /FlateDecode>>\nstream\n'),
    deflateSync(objects),
    Buffer.from('\nendstream endobj'),
  ]);
const cda = (inside: string) =>
  `<?xml version="1.0"?><!-- x --><ClinicalDocument xmlns="urn:hl7-org:v3">${inside}</ClinicalDocument>`;
const fhir = (attachment: object) => JSON.stringify({ resourceType: 'DiagnosticReport', presentedForm: [attachment] });

const taken: readonly (readonly [what: string, type: string, bytes: string | Uint8Array])[] = [
  ['plain text', 'text/plain; charset=utf-8', 'Ünremarkable.\n'],
  ['PDF', 'application/pdf', pdf('1 0 obj <</Type /Catalog>> endobj')],
  ['PDF that opens at a page', 'application/pdf', pdf('1 0 obj <</OpenAction [3 0 R /Fit]>> endobj')],
  ['PDF with harmless packed objects', 'application/pdf', pdf(packed('<</Type /Page>>'))],
  ['JPEG', 'image/jpeg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
  ['C-CDA', 'text/xml', cda('<title>Note</title>')],
  ['C-CDA that carries text', 'text/xml', cda('<text mediaType="text/plain" representation="B64">aGk=</text>')],
  ['FHIR JSON', 'application/fhir+json', fhir({ contentType: 'text/plain', data: 'aGk=' })],
];

const refused: readonly (readonly [what: string, type: string, bytes: string | Uint8Array, says: RegExp])[] = [
  ['nothing', 'text/plain', '', /empty/],
  ['a type that is not on the list', 'text/html', '<html>', /content type are not taken/],
  ['a program as a PDF', 'application/pdf', 'MZ\u0090', /a program/],
  ['a gzip archive as text', 'text/plain', Uint8Array.of(0x1f, 0x8b, 8), /gzip archive/],
  ['PDF with JavaScript', 'application/pdf', pdf('<</S /JavaScript>>'), /runs JavaScript/],
  ['PDF with JavaScript by number', 'application/pdf', pdf('<</S /J#61vaScript>>'), /runs JavaScript/],
  ['PDF with packed JavaScript', 'application/pdf', pdf(packed('<</S /JS (x)>>')), /runs JavaScript/],
  [
    'PDF whose objects are a bomb',
    'application/pdf',
    pdf(packed(Buffer.alloc(30 * 1024 * 1024))),
    /more than the service looks at/,
  ],
  [
    'PDF whose objects cannot be unpacked',
    'application/pdf',
    pdf('<</Type /ObjStm /Filter /FlateDecode>>\nstream\nxx\nendstream'),
    /cannot be unpacked/,
  ],
  ['PDF with a file', 'application/pdf', pdf('<</EmbeddedFiles 2 0 R>>'), /carries other files/],
  ['encrypted PDF', 'application/pdf', pdf('<</Encrypt 2 0 R>>'), /encrypted/],
  ['PDF with something behind it', 'application/pdf', Buffer.concat([pdf(''), Buffer.alloc(2000, 65)]), /does not end/],
  ['XML with entities', 'text/xml', cda('<!ENTITY x "y">'), /declares entities/],
  ['XML in UTF-16', 'text/xml', Buffer.from(cda(''), 'utf16le'), /UTF-8 only/],
  ['other XML', 'application/xml', '<svg xmlns="http://www.w3.org/2000/svg"/>', /only C-CDA/],
  [
    'C-CDA that carries an archive',
    'text/xml',
    cda('<text mediaType="application/zip" representation="B64">UEsDBA==</text>'),
    /within this C-CDA.*ZIP archive/,
  ],
  [
    'FHIR JSON with a link',
    'application/fhir+json',
    fhir({ contentType: 'text/plain', url: 'file:///etc/passwd' }),
    /not fetched/,
  ],
  ['control characters', 'text/plain', 'a\u001b[2J', /control characters/],
  ['more than 10 MB', 'text/plain', Buffer.alloc(10 * 1024 * 1024 + 1, 65), /at most 10 MB/],
];

describe('documents', () => {
  test.each(taken)('%s as %s: taken', async (_what, type, bytes) => {
    expect(await contentProblems(type, Uint8Array.from(Buffer.from(bytes)))).toEqual([]);
  });

  test.each(refused)('%s as %s: refused', async (_what, type, bytes, says) => {
    expect((await contentProblems(type, Uint8Array.from(Buffer.from(bytes)))).join('\n')).toMatch(says);
  });
});

test.each([
  ['11488-4', true],
  ['102089-0', true],
  ['18804-5', true],
  ['11488-5', false],
  ['echo', false],
])('%s is a LOINC code: %s', (code, expected) => {
  expect(isLoinc(code)).toBe(expected);
});
