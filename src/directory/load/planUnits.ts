import { randomUUID } from 'node:crypto';
import { findExisting, type Meeting } from './findExisting.ts';
import { findTargets } from './findTargets.ts';
import { linkReferences } from './linkReferences.ts';
import { identifierToken, naturalId } from './naturalId.ts';
import { planRecords } from './planRecords.ts';
import type { Fault } from './rejection.ts';
import { type LoadSession, type Pending, reject } from './session.ts';
import type { Planned, Unit } from './unit.ts';

/** What a chunk comes to. */
export interface Plan {
  readonly units: readonly Unit<Planned>[];
  /** Units that concern a record another unit of the chunk concerns: their turn comes after it. */
  readonly postponed: readonly Unit[];
}

/** Compares a chunk of units with the store. What cannot be written is rejected, what is the same is counted. */
export async function planUnits(session: LoadSession, units: readonly Unit[]): Promise<Plan> {
  const meetings = await findExisting(session, units.flat());
  for (const [{ record }, meeting] of meetings) {
    if (meeting.kind === 'record' && meeting.existing.id) session.ids.set(record.key, meeting.existing.id);
  }
  const targets = await findTargets(session, units.flat());
  const { now, postponed } = takeTurns(units, meetings);
  const urns = new Map<string, string>();
  for (const { record } of now.flat()) {
    if (!session.ids.has(record.key)) urns.set(record.key, `urn:uuid:${randomUUID()}`);
  }

  const linked = now.flatMap((unit) => {
    const members = unit.map((pending) => {
      const meeting = meetings.get(pending);
      const link = linkReferences(session, pending, targets, urns);
      const faults = [...(meeting?.kind === 'fault' ? [meeting.fault] : []), ...(link.faults ?? [])];
      const existing = meeting?.kind === 'record' ? meeting.existing : undefined;
      return { pending, faults, existing, resource: link.faults ? pending.resource : link.resource };
    });
    if (members.every(({ faults }) => faults.length === 0)) return [members];
    for (const { pending, faults } of members) reject(session, pending.record.position, orCircle(faults));
    return [];
  });
  return { units: await planRecords(session, linked, urns), postponed };
}

const circleFault: Fault = {
  reason: 'refers in a circle to a record that was rejected, and can only be loaded with it',
};

function orCircle(faults: readonly Fault[]): readonly Fault[] {
  return faults.length > 0 ? faults : [circleFault];
}

/** Two lines about one record cannot be in one transaction. */
function takeTurns(
  units: readonly Unit[],
  meetings: ReadonlyMap<Pending, Meeting>,
): { now: Unit[]; postponed: Unit[] } {
  const claimed = new Set<string>();
  const [now, postponed]: [Unit[], Unit[]] = [[], []];
  for (const unit of units) {
    const claims = unit.flatMap((pending) => claimsOf(pending, meetings.get(pending)));
    const isFree = claims.every((claim) => !claimed.has(claim));
    (isFree ? now : postponed).push(unit);
    if (isFree) for (const claim of claims) claimed.add(claim);
  }
  return { now, postponed };
}

function claimsOf({ resource }: Pending, meeting: Meeting | undefined): string[] {
  const natural = resource.resourceType === 'Organization' ? undefined : naturalId(resource);
  return [
    ...(natural ? [`${resource.resourceType}?${identifierToken(natural)}`] : []),
    ...(meeting?.kind === 'record' ? [`${resource.resourceType}/${meeting.existing.id}`] : []),
  ];
}
