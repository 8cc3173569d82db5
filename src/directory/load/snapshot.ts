import { storeKey } from './entries.ts';
import { leaveRecord } from './leaveRecord.ts';
import { type RecordResource, type RecordType, recordTypes } from './recordTypes.ts';
import { searchPages } from './search.ts';
import type { LoadSession } from './session.ts';
import { noteStaleTags } from './settle.ts';
import { sourceIdSystem, sourceIdsOf } from './sourceId.ts';
import { updateRecords } from './updateRecords.ts';

/**
 * Ends what the source held before and no longer holds; what its rejected lines name counts as held.
 * @param today - local date in the plan's zone, `YYYY-MM-DD`
 * @throws what the store answered last, when it refuses or keeps failing
 */
export async function endMissing(session: LoadSession, today: string): Promise<void> {
  for (const type of recordTypes.toReversed()) {
    const missing = await findMissing(session, type);
    session.counts.ended += await updateRecords(session, type, missing, async (records) =>
      records.map((before) => {
        const after = leaveRecord(before, session.source, today);
        noteStaleTags(session.staleTags, before, after);
        return { before, after };
      }),
    );
  }
}

// All are found before any is written: what was written must not shift the pages that follow.
async function findMissing(session: LoadSession, type: RecordType): Promise<string[]> {
  const missing: string[] = [];
  const query = { identifier: `${sourceIdSystem}|`, _sort: '_lastUpdated' };
  for await (const page of searchPages(session, type, query)) {
    for (const record of page) if (record.id && isMissing(session, record)) missing.push(record.id);
  }
  return missing;
}

function isMissing({ source, catalog, touched }: LoadSession, record: RecordResource): boolean {
  const mine = sourceIdsOf(record).filter((held) => held.source === source);
  const isHeld = mine.some(({ key }) => catalog.has(key) || catalog.rejectedKeys.has(key));
  return mine.length > 0 && !isHeld && !touched.has(storeKey(record));
}
