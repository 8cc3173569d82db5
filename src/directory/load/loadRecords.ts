import { type Arrangement, arrange } from './arrange.ts';
import { fileKey, isRecord, withoutEmptyLists } from './checkRecord.ts';
import type { Input } from './input.ts';
import { type Ordinals, recordsOfStage } from './inputRecords.ts';
import { loadUnits } from './loadUnits.ts';
import type { Fault } from './rejection.ts';
import { type LoadSession, type Pending, reject } from './session.ts';
import type { Unit } from './unit.ts';
import { entriesAtOnce } from './writeUnits.ts';

/** A circle is one transaction, of updates when all is of record already. */
const recordsInCircle = 50;

const changedFault: Fault = { reason: 'changed while it was being loaded; load the file again' };

/** The passes after the first: each stage's records are read again, and written in chunks. */
export async function loadRecords(
  session: LoadSession,
  inputs: readonly Input[],
  onProgress: (loaded: number) => void,
): Promise<void> {
  const arrangement = arrange(session.catalog);
  const placed = inputs.map((input, index) => ({ input, ordinals: session.catalog.ordinalsOf(index) }));

  let loaded = 0;
  for (let stage = 0; stage < arrangement.stages; stage += 1) {
    let [chunk, size]: [Unit[], number] = [[], 0];
    const flush = async () => {
      await loadUnits(session, chunk);
      loaded += size;
      onProgress(loaded);
      [chunk, size] = [[], 0];
    };
    for await (const unit of stageUnits(session, placed, arrangement, stage)) {
      if (size + unit.length > entriesAtOnce) await flush();
      chunk.push(unit);
      size += unit.length;
    }
    await flush();
  }
}

interface PlacedInput {
  readonly input: Input;
  readonly ordinals: Ordinals;
}

async function* stageUnits(
  session: LoadSession,
  inputs: readonly PlacedInput[],
  arrangement: Arrangement,
  stage: number,
): AsyncIterable<Unit> {
  const open = new Map<readonly number[], Pending[]>();
  for await (const pending of stageRecords(session, inputs, arrangement, stage)) {
    const circle = arrangement.circleOf(pending.record.number);
    if (circle === undefined) {
      yield [pending];
      continue;
    }
    const members = [...(open.get(circle) ?? []), pending];
    if (circle.length > recordsInCircle) {
      const reason = `refers to itself over ${circle.length} records; a circle of at most ${recordsInCircle} can be loaded`;
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
  inputs: readonly PlacedInput[],
  arrangement: Arrangement,
  stage: number,
): AsyncIterable<Pending> {
  for (const { input, ordinals } of inputs) {
    for await (const { number, entry } of recordsOfStage(input, ordinals, arrangement, stage)) {
      const { key, position } = session.catalog.record(number);
      if (entry && isRecord(entry.resource) && fileKey(entry) === key) {
        yield { record: { number, key, position }, resource: withoutEmptyLists(entry.resource) };
      } else reject(session, position, [changedFault]);
    }
  }
}
