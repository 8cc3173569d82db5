/** What the first bytes of a file say it is, whatever it is called. */
interface Signature {
  readonly kind: string;
  readonly starts: readonly (readonly number[])[];
}

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

const signatures: readonly Signature[] = [
  { kind: 'PDF', starts: [ascii('%PDF-')] },
  { kind: 'JPEG', starts: [[0xff, 0xd8, 0xff]] },
  { kind: 'PNG', starts: [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]] },
  {
    kind: 'TIFF',
    starts: [
      [0x49, 0x49, 0x2a, 0x00],
      [0x4d, 0x4d, 0x00, 0x2a],
    ],
  },
  {
    kind: 'ZIP archive (as .docx and .xlsx are)',
    starts: [
      [0x50, 0x4b, 0x03, 0x04],
      [0x50, 0x4b, 0x05, 0x06],
      [0x50, 0x4b, 0x07, 0x08],
    ],
  },
  { kind: 'gzip archive', starts: [[0x1f, 0x8b]] },
  { kind: '7z archive', starts: [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]] },
  { kind: 'RAR archive', starts: [ascii('Rar!')] },
  { kind: 'bzip2 archive', starts: [ascii('BZh')] },
  { kind: 'xz archive', starts: [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]] },
  { kind: 'zstd archive', starts: [[0x28, 0xb5, 0x2f, 0xfd]] },
  { kind: 'old Office document', starts: [[0xd0, 0xcf, 0x11, 0xe0]] },
  { kind: 'RTF document', starts: [ascii('{\\rtf')] },
  { kind: 'program', starts: [ascii('MZ'), [0x7f, 0x45, 0x4c, 0x46], [0xca, 0xfe, 0xba, 0xbe]] },
  { kind: 'script', starts: [ascii('#!')] },
];

/** What the bytes are by their signature; undefined: they have none that is known here, as text has none. */
export function kindBySignature(bytes: Uint8Array): string | undefined {
  return signatures.find(({ starts }) => starts.some((start) => start.every((byte, at) => bytes[at] === byte)))?.kind;
}

/** Is it something that packs other files? They are never unpacked. */
export function isArchive(kind: string): boolean {
  return kind.includes('archive');
}

/** Bytes from the end within which a ZIP archive has its directory’s end. @see APPNOTE.TXT of PKWARE, 4.3.16 */
const directoryWithin = 22 + 0xffff;

/** Is there a ZIP archive behind or within something else? It is read from its end, whatever stands before it. */
export function packsBehind(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(-directoryWithin)).includes('PK\u0005\u0006');
}

/** UTF-8 as text, without a byte order mark; undefined: it is none. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes as characters 0 to 255, for a look at what is part text and part binary. */
export function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
