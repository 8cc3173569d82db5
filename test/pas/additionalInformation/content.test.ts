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

const base64 = (text: string) => Buffer.from(text).toString('base64');
const zip = 'PK\u0003\u0004abcPK\u0005\u0006';
const hostile: typeof refused = [
  ['a PDF behind junk', 'application/pdf', 'junk\n%PDF-1.7\n%%EOF', /no PDF/],
  ['a PDF behind junk', 'text/plain', 'junk\n%PDF-1.7\n%%EOF', /is a PDF/],
  ['GIF that is JavaScript', 'text/plain', 'GIF89a=1;alert(1)', /is a GIF/],
  ['GIF that is JavaScript', 'image/png', 'GIF89a=1;alert(1)', /no PNG/],
  ['HTML', 'text/plain', ' \n<HTML><body onload=alert(1)>', /is markup/],
  ['SVG', 'text/plain', '<svg xmlns="http://www.w3.org/2000/svg"/>', /is markup/],
  ['a script further down', 'text/plain', 'Note\n<script>alert(1)</script>', /is a script/],
  ['SVG', 'image/svg+xml', '<svg/>', /content type are not taken/],
  ['text that turns around', 'text/plain', 'report\u202efdp.exe', /direction/],
  ['C1 controls', 'text/plain', 'a\u009b2J', /control characters/],
  ['UTF-16', 'text/plain', Buffer.from('\ufeffa', 'utf16le'), /UTF-8 only/],
  ['another charset', 'text/plain; charset=utf-16', 'a', /another charset/],
  ['a content type with a line more', 'text/plain\r\nx: y', 'a', /content type are not taken/],
  ['a stylesheet', 'text/xml', `<?xml-stylesheet href="x"?>${cda('')}`, /processing instructions/],
  ['XInclude', 'text/xml', cda('<i:include xmlns:i="http://www.w3.org/2001/XInclude"/>'), /includes other/],
  ['a script in C-CDA', 'text/xml', cda('<script>alert(1)</script>'), /holds a script/],
  ['UTF-7', 'text/xml', cda('').replace('?>', ' encoding="utf-7"?>'), /not in UTF-8/],
  ...[
    `<text mediaType="text/plain" representation="B64">${base64(zip)}</text>`,
    `<text language="a>b" mediaType="text/plain" representation="B64">${base64(zip)}</text>`,
    `<text mediaType="text/plain" representation="B6&#52;">${base64(zip)}</text>`,
    `<value mediaType="text/plain" representation="B64"><!-- x -->${base64(zip)}</value>`,
    `<text mediaType="text/plain" representation="B64"><![CDATA[${base64(zip)}]]></text>`,
    `<text mediaType="text/xml" representation="B64">${base64(cda('<!ENTITY x "y">'))}</text>`,
  ].map((inside) => [`C-CDA with ${inside.slice(0, 60)}`, 'text/xml', cda(inside), /within this C-CDA/] as const),
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', zip, /ZIP archive/],
  ['an archive renamed', 'image/png', zip, /ZIP archive/],
  ['JPEG with an archive behind', 'image/jpeg', Buffer.from(`\u00ff\u00d8\u00ff${zip}`, 'latin1'), /hidden/],
  ['PDF with an archive in it', 'application/pdf', pdf(zip), /hidden/],
  [
    'bytes without a type',
    'application/fhir+json',
    '{"resourceType":"X","valueBase64Binary":"UEs="}',
    /no content type/,
  ],
  ['PDF that opens a file in it', 'application/pdf', pdf('<</S /GoToE>>'), /opens other files/],
  ...['/Fl', '9 0 R'].map(
    (filter) =>
      [
        `PDF with objects packed by ${filter}`,
        'application/pdf',
        pdf(`<</Type /ObjStm /Filter ${filter}>>\nstream\rxx\nendstream`),
        /cannot be checked/,
      ] as const,
  ),
];

const slow: readonly (readonly [what: string, type: string, text: string])[] = [
  ['one tag of attributes', 'text/xml', cda(`<text ${'representation="B64" '.repeat(20_000)}`)],
  ['tags that never end', 'text/xml', cda('<text '.repeat(100_000))],
  ['a comment that never ends', 'text/xml', `<!--${'-'.repeat(500_000)}`],
  ['blanks', 'text/xml', ' '.repeat(500_000)],
  ['names', 'application/pdf', `%PDF-1.7\n${'/'.repeat(1_000_000)}\n%%EOF`],
];

test.each(slow)(
  '%s as %s is looked through within 5 s',
  async (_what, type, text) => {
    const start = performance.now();
    await contentProblems(type, new TextEncoder().encode(text));
    expect(performance.now() - start).toBeLessThan(5_000);
  },
  30_000,
);

describe('documents', () => {
  test.each(hostile)('hostile: %s as %s: refused', async (_what, type, bytes, says) => {
    expect((await contentProblems(type, Uint8Array.from(Buffer.from(bytes)))).join('\n')).toMatch(says);
  });

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
