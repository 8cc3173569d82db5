import { LIMITS } from '../pas/request/limits.ts';
import { type OutcomeReply, outcome } from './outcome.ts';

export type BodyResult = { readonly ok: true; readonly bytes: Uint8Array } | ({ readonly ok: false } & OutcomeReply);

/** Bytes of an oversized body that are still read, so that a client that sends before it listens gets its answer. */
const drained = 128 * 1024 * 1024;

/** The bytes of a request, up to the service's limit; 413 beyond it, 400 when they end too early. */
export async function readBody(request: Request): Promise<BodyResult> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.length;
      if (size <= LIMITS.bodyBytes) chunks.push(chunk);
      else if (size > drained) break;
    }
  } catch {
    // The connection broke, or what came is no HTTP: nobody but the client can mend it, and it may not hear the answer.
    return { ok: false, status: 400, outcome: outcome('incomplete', 'The body ended before it was complete.') };
  }
  if (size > LIMITS.bodyBytes) {
    const megabytes = LIMITS.bodyBytes / (1024 * 1024);
    return {
      ok: false,
      status: 413,
      outcome: outcome('too-long', `The body is larger than ${megabytes} MB. Send attachments apart.`),
    };
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return { ok: true, bytes };
}

/** Only JSON is taken; an absent content type is read as JSON. */
export function isJson(contentType: string | undefined): boolean {
  if (contentType === undefined) return true;
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  return type === 'application/fhir+json' || type === 'application/json';
}

export const unsupportedType: OutcomeReply = {
  status: 415,
  outcome: outcome('not-supported', 'Send application/fhir+json.'),
};
