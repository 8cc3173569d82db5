import { type OutcomeReply, outcome } from './outcome.ts';

/** The version that a request is about; absent: whichever stands. */
export type IfMatch =
  | { readonly ok: true; readonly version?: string }
  | { readonly ok: false; readonly reply: OutcomeReply };

/** Reads `If-Match`, which names one version. */
export function readIfMatch(header: string | undefined): IfMatch {
  if (header === undefined) return { ok: true };
  const version = /^(?:W\/)?"([^"]+)"$/.exec(header.trim())?.[1];
  if (version !== undefined) return { ok: true, version };
  return {
    ok: false,
    reply: { status: 400, outcome: outcome('value', 'If-Match takes one version of the Task, such as W/"3".') },
  };
}
