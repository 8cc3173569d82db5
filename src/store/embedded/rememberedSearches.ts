import { isResource } from '@medplum/core';
import type { Bundle } from '@medplum/fhirtypes';
import type { RestReply, RestRequest } from '../store.ts';
import type { Changes } from './changes.ts';
import { typesLookedAt } from './search/typesLookedAt.ts';

interface Remembered {
  readonly reply: RestReply;
  /** How often each type it rests on had changed when it was read. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Of more answers than these, those go that were not asked for the longest. */
const mostRemembered = 200;

/** Answers of more entries are read each time. */
const mostEntries = 100;

const search = /^[A-Z]\w*\?/;

/**
 * Answers searches from memory while nothing has been written that they rest on: the same as read anew. One that says
 * `Cache-Control: max-age` (RFC 9111, 5.2.1.1), of whatever age, is content to share its answer with others; such answers
 * are frozen. Everything else is passed on.
 */
export function rememberSearches(
  answer: (request: RestRequest) => Promise<RestReply>,
  changes: Changes,
): (request: RestRequest) => Promise<RestReply> {
  const memory = new Map<string, Remembered>();

  const readAnew = async (request: RestRequest): Promise<RestReply> => {
    const counts = countsOf(request.path, changes);
    const reply = await answer(request);
    if (!counts || !isSmallBundle(reply)) return reply;
    memory.set(request.path, { reply: deepFreeze(reply), counts });
    for (const oldest of [...memory.keys()].slice(0, -mostRemembered)) memory.delete(oldest);
    return reply;
  };

  return async (request) => {
    if (!mayBeShared(request)) return answer(request);
    const remembered = memory.get(request.path);
    memory.delete(request.path);
    const isCurrent = remembered && [...remembered.counts].every(([type, count]) => changes.of(type) === count);
    if (!isCurrent) return readAnew(request);
    // Anew at the end: the first are those not asked for the longest.
    memory.set(request.path, remembered);
    return remembered.reply;
  };
}

function mayBeShared({ method, path, headers }: RestRequest): boolean {
  return method === 'GET' && search.test(path) && (headers?.['cache-control'] ?? '').includes('max-age=');
}

/** Taken before anything is read: what is committed meanwhile makes the answer one to be read anew. */
function countsOf(path: string, changes: Changes): ReadonlyMap<string, number> | undefined {
  const types = typesLookedAt(path);
  return types && new Map([...types].map((type) => [type, changes.of(type)]));
}

function isSmallBundle({ status, body }: RestReply): boolean {
  return status === 200 && isResource<Bundle>(body, 'Bundle') && (body.entry?.length ?? 0) <= mostEntries;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
