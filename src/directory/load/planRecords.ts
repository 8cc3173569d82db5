import type { PractitionerRole } from '@medplum/fhirtypes';
import { createEntry, storeKey, updateEntry } from './entries.ts';
import { hasSameContent, mergeRecord, newRecord, type Origin } from './mergeRecord.ts';
import { withNotCompared } from './notCompared.ts';
import type { RecordResource } from './recordTypes.ts';
import { readRoleTags, withRoleTags } from './roleTags.ts';
import type { LoadSession, Pending } from './session.ts';
import type { Planned, Unit } from './unit.ts';

/** A record whose references are the store's, with what it met there. */
export interface LinkedRecord {
  readonly pending: Pending;
  readonly existing?: RecordResource;
  readonly resource: RecordResource;
}

/** What each record becomes, and the entry that writes it; what is of record already is counted and left out. */
export async function planRecords(
  session: LoadSession,
  units: readonly Unit<LinkedRecord>[],
  urns: ReadonlyMap<string, string>,
): Promise<Unit<Planned>[]> {
  const roles = units
    .flat()
    .flatMap(({ resource }) => (resource.resourceType === 'PractitionerRole' ? [resource] : []));
  const tags = await readRoleTags(session, roles);
  const tagged = (file: RecordResource, merged: RecordResource): RecordResource =>
    isRole(file) && isRole(merged) ? withRoleTags(merged, tags.get(file) ?? []) : merged;

  const plan = ({ pending, existing, resource: linked }: LinkedRecord): Planned[] => {
    const { key } = pending.record;
    const origin = originOf(session, key, existing);
    const merged = existing ? mergeRecord(existing, linked, origin) : newRecord(linked, origin);
    const resource = withNotCompared(existing, tagged(linked, merged), session.listsBefore);
    if (existing && hasSameContent(existing, resource)) {
      session.counts.unchanged += 1;
      session.touched.add(storeKey(existing));
      return [];
    }
    const entry = existing ? updateEntry(existing, resource) : createEntry(resource, urns.get(key));
    return [{ pending, existing, resource, entry }];
  };
  return units.map((unit) => unit.flatMap(plan)).filter((unit) => unit.length > 0);
}

function originOf({ source, catalog, touched, endsOn }: LoadSession, key: string, existing?: RecordResource): Origin {
  return {
    source,
    key,
    isHeld: (other) => catalog.has(other),
    isTouched: existing !== undefined && touched.has(storeKey(existing)),
    endsOn,
  };
}

function isRole(resource: RecordResource): resource is PractitionerRole {
  return resource.resourceType === 'PractitionerRole';
}
