import type { Bundle } from '@medplum/fhirtypes';
import { isRecord } from './checkRecord.ts';
import { updateEntry } from './entries.ts';
import { hasSameContent } from './mergeRecord.ts';
import { backOff, statusOf } from './patience.ts';
import type { RecordResource, RecordType } from './recordTypes.ts';
import { searchAny } from './search.ts';
import type { LoadSession } from './session.ts';

const recordsAtOnce = 25;
const attempts = 5;

/** A record of record, and what it is to become. */
export interface Change {
  readonly before: RecordResource;
  readonly after: RecordResource;
}

/**
 * Changes records of the store by id, each against the version read; what is the same already is not written.
 * @returns how many were written
 * @throws what the store answered last, when it refuses or keeps failing
 */
export async function updateRecords(
  session: Pick<LoadSession, 'client' | 'wait' | 'commit'>,
  type: RecordType,
  ids: readonly string[],
  change: (records: readonly RecordResource[]) => Promise<readonly Change[]>,
): Promise<number> {
  let written = 0;
  for (let start = 0; start < ids.length; start += recordsAtOnce) {
    const some = ids.slice(start, start + recordsAtOnce);
    written += await updateSome(session, async () =>
      change((await searchAny(session, type, '_id', some)).filter(isRecord)),
    );
  }
  return written;
}

async function updateSome(
  session: Pick<LoadSession, 'wait' | 'commit'>,
  plan: () => Promise<readonly Change[]>,
): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const changes = (await plan()).filter(({ before, after }) => !hasSameContent(before, after));
    if (changes.length === 0) return 0;
    const entry = changes.map(({ before, after }) => updateEntry(before, after));
    const transaction: Bundle = { resourceType: 'Bundle', type: 'transaction', entry };
    try {
      await session.commit(transaction);
      return changes.length;
    } catch (error) {
      const status = statusOf(error);
      const isPassing = status === undefined || status >= 500 || status === 409 || status === 412;
      if (!isPassing || attempt >= attempts) throw error;
      await session.wait(backOff(attempt));
    }
  }
}
