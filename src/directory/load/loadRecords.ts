import { type Arrangement, arrange } from './arrange.ts';
import type { CatalogRecord } from './catalog.ts';
import { fileKey, isRecord, withoutEmptyLists } from './checkRecord.ts';
import type { Input } from './input.ts';
import { loadUnits } from './loadUnits.ts';
import type { Fault } from './rejection.ts';
import { type LoadSession, type Pending, reject } from './session.ts';
import type { Unit } from './unit.ts';
import { entriesAtOnce } from './writeUnits.ts';

const changedFault: Fault = { reason: 'changed while it was being loaded; load the file again' };

/** The passes after the first: each stage's records are read again, and written in chunks. */
export async function loadRecords(
  session: LoadSession,
  inputs: readonly Input[],
  onProgress: (loaded: number) => void,
): Promise<void> {
  const arrangement = arrange(session.catalog);
  const byOrdinal = inputs.map(() => new Map<number, CatalogRecord>());
  for (const record of session.catalog.records.values()) byOrdinal[record.input]?.set(record.ordinal, record);

  let loaded = 0;
  for (let stage = 0; stage < arrangement.stages; stage += 1) {
    let [chunk, size]: [Unit[], number] = [[], 0];
    const flush = async () => {
      await loadUnits(session, chunk);
      loaded += size;
      onProgress(loaded);
      [chunk, size] = [[], 0];
    };
    for await (const unit of stageUnits(session, inputs, byOrdinal, arrangement, stage)) {
      if (size + unit.length > entriesAtOnce) await flush();
      chunk.push(unit);
      size += unit.length;
    }
    await flush();
  }
}

async function* stageUnits(
  session: LoadSession,
  inputs: readonly Input[],
  byOrdinal: readonly ReadonlyMap<number, CatalogRecord>[],
  arrangement: Arrangement,
  stage: number,
): AsyncIterable<Unit> {
  const open = new Map<readonly CatalogRecord[], Pending[]>();
  for await (const pending of stageRecords(session, inputs, byOrdinal, arrangement, stage)) {
    const { circle } = arrangement.placeOf(pending.record);
    const members = [...(open.get(circle) ?? []), pending];
    if (circle.length > entriesAtOnce) {
      const reason = `refers to itself over ${circle.length} records; a circle of at most ${entriesAtOnce} can be loaded`;
      reject(session, pending.record.position, [{ reason }]);
    } else if (members.length === circle.length) {
      open.delete(circle);
      yield members;
    } else {
      open.set(circle, members);
    }
  }
  for (const { record } of [...open.values()].flat()) reject(session, record.position, [changedFault]);
}

async function* stageRecords(
  session: LoadSession,
  inputs: readonly Input[],
  byOrdinal: readonly ReadonlyMap<number, CatalogRecord>[],
  arrangement: Arrangement,
  stage: number,
): AsyncIterable<Pending> {
  for (const [index, input] of inputs.entries()) {
    const records = byOrdinal[index];
    const isWanted = (ordinal: number) => {
      const record = records?.get(ordinal);
      return record !== undefined && arrangement.placeOf(record).stage === stage;
    };
    for await (const entry of input.entries(isWanted)) {
      const record = records?.get(entry.ordinal);
      if (!record) continue;
      if (isRecord(entry.resource) && fileKey(entry) === record.key) {
        yield { record, resource: withoutEmptyLists(entry.resource) };
      } else reject(session, entry.position, [changedFault]);
    }
  }
}
