import { open } from 'node:fs/promises';

const looked = 4096;

/** The first bytes of a file; fewer when it is shorter. */
export async function firstBytesOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(looked), 0, looked, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** By what a gzip file and a ZIP archive, which a spreadsheet is too, begin. */
const compressed = ['1f8b', '504b0304', '504b0506'];

/** Is it an archive, and no text? */
export function isCompressed(first: Buffer): boolean {
  return compressed.some((mark) => first.toString('hex').startsWith(mark));
}

/** What is said of a text with a character for which its bytes stand for none in UTF-8. */
export const notUtf8 = 'is not UTF-8 (it may be Latin-1 or Windows-1252); save the file as UTF-8';

/** Was something in it not UTF-8? Reading puts U+FFFD in its place. */
export function hasLostCharacters(text: string): boolean {
  return text.includes('\uFFFD');
}
