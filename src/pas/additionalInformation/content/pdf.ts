import { latin1 } from './kinds.ts';

/** Names by which a PDF runs something, opens something, or carries files. Each is told with what it would do. */
const activeNames: Readonly<Record<string, string>> = {
  JavaScript: 'runs JavaScript',
  JS: 'runs JavaScript',
  Launch: 'starts a program',
  OpenAction: 'acts when it is opened',
  AA: 'acts by itself',
  EmbeddedFile: 'carries other files',
  EmbeddedFiles: 'carries other files',
  RichMedia: 'plays embedded media',
  XFA: 'holds an XFA form',
  SubmitForm: 'sends its form somewhere',
  ImportData: 'reads data from elsewhere',
  GoToR: 'opens other files',
  GoToE: 'opens other files',
  Encrypt: 'is encrypted, so that it cannot be checked',
};

/** Chance brings a name this long into compressed data too seldom to matter. */
const longName = 6;
/** Bytes that all object streams of a document may unpack to. */
const mostUnpacked = 20 * 1024 * 1024;

/**
 * What in a PDF is active or cannot be looked into. A guard, no proof: a PDF has more ways to hide something than are looked
 * for here. @see ISO 32000-1, 7.5.7 object streams, 12.6 actions
 */
export async function pdfProblems(bytes: Uint8Array): Promise<readonly string[]> {
  const text = latin1(bytes);
  const { plain, streams } = apart(text);
  const unpacked = await unpackedObjects(bytes, text, streams);
  const found = new Set<string>();
  for (const part of [plain, ...unpacked.texts]) for (const name of namesIn(part)) found.add(activeNames[name] ?? '');
  for (const { start, end } of streams) {
    for (const name of namesIn(text.slice(start, end))) if (name.length >= longName) found.add(activeNames[name] ?? '');
  }
  return [
    ...(text.slice(-1024).includes('%%EOF') ? [] : ['This PDF does not end as a PDF does; send it as it was made.']),
    ...[...found].map((does) => `This PDF ${does}; send it without that, for example printed to a new PDF.`),
    ...(unpacked.problem === undefined ? [] : [unpacked.problem]),
  ];
}

interface Stream {
  readonly start: number;
  readonly end: number;
  /** What stands before it, back to the stream before: its dictionary is in there, wherever its object begins. */
  readonly dictionary: string;
}

/** The text outside of streams, and the streams. */
function apart(text: string): { readonly plain: string; readonly streams: readonly Stream[] } {
  const streams: Stream[] = [];
  const plain: string[] = [];
  const opening = />>\s*stream(?:\r\n|\n|\r)/g;
  let from = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('endstream', start);
    const before = text.slice(from, start);
    plain.push(before);
    streams.push({
      start,
      end: end === -1 ? text.length : end,
      dictionary: unescaped(before),
    });
    from = end === -1 ? text.length : end;
    opening.lastIndex = from;
  }
  return { plain: [...plain, text.slice(from)].join(' '), streams };
}

/** Names may have letters written by their number: `/J#53`. */
function unescaped(piece: string): string {
  return piece.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The active names in a piece of a PDF. */
function namesIn(piece: string): readonly string[] {
  const names = unescaped(piece).matchAll(/\/([A-Za-z]+)(?![A-Za-z0-9])(?=(\s*\[)?)/g);
  return [...names].flatMap(([, name = '', list]) => {
    // To open at a certain page is no action: the destination is a list.
    const isDestination = name === 'OpenAction' && list !== undefined;
    return Object.hasOwn(activeNames, name) && !isDestination ? [name] : [];
  });
}

interface Unpacked {
  readonly texts: readonly string[];
  readonly problem?: string;
}

async function unpackedObjects(bytes: Uint8Array, text: string, streams: readonly Stream[]): Promise<Unpacked> {
  const texts: string[] = [];
  let left = mostUnpacked;
  for (const { start, end, dictionary } of streams) {
    if (!/\/ObjStm\b/.test(dictionary)) continue;
    if (!/\/Filter\b/.test(dictionary)) {
      texts.push(text.slice(start, end));
      continue;
    }
    const filters = dictionary.match(/\/[A-Za-z0-9]+Decode\b/g) ?? [];
    if (filters.join() !== '/FlateDecode')
      return { texts, problem: 'This PDF packs its objects in a way that cannot be checked.' };
    const unpacked = await inflated(bytes.subarray(start, end), left);
    if (unpacked === undefined) return { texts, problem: 'This PDF holds packed objects that cannot be unpacked.' };
    if (unpacked === 'too-large') return { texts, problem: 'This PDF unpacks to more than the service looks at.' };
    left -= unpacked.length;
    texts.push(latin1(unpacked));
  }
  return { texts };
}

/** What was packed, as far as it can be unpacked; what follows the packed data is passed over. */
async function inflated(packed: Uint8Array, most: number): Promise<Uint8Array | 'too-large' | undefined> {
  const reader = new Blob([Uint8Array.from(packed)])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'))
    .getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > most) {
        await reader.cancel();
        return 'too-large';
      }
      chunks.push(next.value);
    }
  } catch {
    if (size === 0) return undefined;
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
