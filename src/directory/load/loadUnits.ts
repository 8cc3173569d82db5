import { backOff, statusOf } from './patience.ts';
import { planUnits } from './planUnits.ts';
import { type LoadSession, reject } from './session.ts';
import type { Unit } from './unit.ts';
import { writeUnits } from './writeUnits.ts';

const attempts = 5;

/**
 * Brings a chunk of units into the store. When somebody else wrote meanwhile, or the answer to a write was lost, the
 * units are compared with the store anew.
 * @throws what the store answered last, when it keeps failing or does not answer at all
 */
export async function loadUnits(session: LoadSession, units: readonly Unit[]): Promise<void> {
  let left = units;
  for (let attempt = 1; left.length > 0; ) {
    const plan = await planUnits(session, left);
    const unsettled = await writeUnits(session, plan.units);
    const again = unsettled.map(({ unit }) => unit.map(({ pending }) => pending));
    left = [...plan.postponed, ...again];
    const [first] = unsettled;
    if (!first) continue;

    if (attempt < attempts) {
      await session.wait(backOff(attempt));
      attempt += 1;
      continue;
    }
    const status = statusOf(first.error);
    if (status === undefined || status >= 500) throw first.error;
    for (const { record } of again.flat()) {
      reject(session, record.position, [
        { reason: 'was changed by somebody else each time it was written; load it again' },
      ]);
    }
    left = plan.postponed;
  }
}
