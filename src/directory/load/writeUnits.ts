import { normalizeErrorString, OperationOutcomeError } from '@medplum/core';
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { statusOf } from './patience.ts';
import type { Fault } from './rejection.ts';
import { type LoadSession, reject } from './session.ts';
import { settle } from './settle.ts';
import type { Planned, Unit } from './unit.ts';

/** Bounds of one transaction: a Medplum server takes 50 updates, and a body of 1 MB; a commit a record would take longest. */
export const entriesAtOnce = 200;
const updatesAtOnce = 50;
const bytesAtOnce = 480_000;

/** Units whose writing has to be planned anew, because somebody else wrote or the store's answer did not arrive. */
export interface Unsettled {
  readonly unit: Unit<Planned>;
  readonly error: unknown;
}

/** Writes units in as few transactions as their bounds allow. A unit the store refuses is rejected alone. */
export async function writeUnits(session: LoadSession, units: readonly Unit<Planned>[]): Promise<Unsettled[]> {
  const unsettled: Unsettled[] = [];
  for (const group of groupUnits(units)) unsettled.push(...(await send(session, group)));
  return unsettled;
}

/** Neighbouring units, together as far as the bounds of a transaction allow. */
export function groupUnits(units: readonly Unit<Planned>[]): Unit<Planned>[][] {
  const groups: Unit<Planned>[][] = [];
  let [entries, updates, bytes] = [0, 0, 0];
  for (const unit of units) {
    const size = unit.reduce((sum, { entry }) => sum + Buffer.byteLength(JSON.stringify(entry)), 0);
    const changed = unit.filter(({ existing }) => existing).length;
    const last = groups.at(-1);
    const fits =
      entries + unit.length <= entriesAtOnce && updates + changed <= updatesAtOnce && bytes + size <= bytesAtOnce;
    if (last && fits) {
      last.push(unit);
      [entries, updates, bytes] = [entries + unit.length, updates + changed, bytes + size];
    } else {
      groups.push([unit]);
      [entries, updates, bytes] = [unit.length, changed, size];
    }
  }
  return groups;
}

async function send(session: LoadSession, units: readonly Unit<Planned>[]): Promise<Unsettled[]> {
  const entry = units.flat().map((planned) => planned.entry);
  const transaction: Bundle = { resourceType: 'Bundle', type: 'transaction', entry };
  try {
    const reply = await session.commit(transaction);
    settleAll(session, units.flat(), reply.entry ?? []);
    return [];
  } catch (error) {
    if (isUnsettled(error)) return units.map((unit) => ({ unit, error }));
    if (statusOf(error) === 401 || statusOf(error) === 403) throw error;
    const half = Math.ceil(units.length / 2);
    if (units.length > 1)
      return [...(await send(session, units.slice(0, half))), ...(await send(session, units.slice(half)))];
    for (const { pending } of units.flat()) reject(session, pending.record.position, faultsOf(error));
    return [];
  }
}

function settleAll(session: LoadSession, planned: readonly Planned[], replies: readonly BundleEntry[]): void {
  for (const [index, one] of planned.entries()) {
    const reply = replies[index];
    if (reply?.response?.status.startsWith('2')) settle(session, one, reply);
    else
      reject(session, one.pending.record.position, [
        { reason: `was refused by the store: ${reply?.response?.status}` },
      ]);
  }
}

function isUnsettled(error: unknown): boolean {
  const status = statusOf(error);
  if (status === undefined || status >= 500 || status === 409 || status === 412) return true;
  // How a Medplum server words a lost race inside a transaction.
  return normalizeErrorString(error).includes('Assigned ID is already in use');
}

function faultsOf(error: unknown): Fault[] {
  if (!(error instanceof OperationOutcomeError)) throw error;
  return error.outcome.issue.map(({ expression, details, diagnostics, code }) => ({
    expression: expression?.[0],
    reason: `was refused by the store: ${details?.text ?? diagnostics ?? code}`,
  }));
}
