import { endFacts } from './endFacts.ts';
import { endRecord } from './endRecord.ts';
import type { RecordResource } from './recordTypes.ts';
import { isSourceId, sourceIdsOf } from './sourceId.ts';

/**
 * What becomes of a record its source no longer holds. One that others hold too, or that the source only added to, stays:
 * the source's ids leave it, what the source stated of it is ended, and the next source owns it. Any other is ended.
 * @param today - local date in the plan's zone, `YYYY-MM-DD`
 */
export function leaveRecord(record: RecordResource, source: string, today: string): RecordResource {
  const held = sourceIdsOf(record);
  const others = held.filter((other) => other.source !== source);
  const isOwn = held.some((mine) => mine.source === source && !mine.secondary);
  if (isOwn && others.length === 0) return endRecord(record, today);

  const identifier = (record.identifier ?? []).filter(
    (one) => !isSourceId(one) || !one.value?.startsWith(`${source}/`),
  );
  if (!isOwn) return { ...endFacts(record, source, today), identifier };
  const heir = identifier.find(isSourceId);
  return { ...record, identifier: identifier.map((one) => (one === heir ? { ...one, use: undefined } : one)) };
}
