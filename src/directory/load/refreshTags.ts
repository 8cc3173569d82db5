import type { PractitionerRole } from '@medplum/fhirtypes';
import type { RecordResource } from './recordTypes.ts';
import { readRoleTags, withRoleTags } from './roleTags.ts';
import { searchAnyPages } from './search.ts';
import type { LoadSession } from './session.ts';
import { updateRecords } from './updateRecords.ts';

/** Brings the tags of roles up to date whose group's affiliations, or whose networks or locations, changed in this load. */
export async function refreshTags(session: LoadSession): Promise<void> {
  const stale = new Set<string>();
  for (const parameter of ['organization', 'location', '_tag', '_id'] as const) {
    const values = session.staleTags[parameter];
    for await (const page of searchAnyPages(session, 'PractitionerRole', parameter, values)) {
      for (const { id } of page) if (id && (parameter === '_id' || !isFresh(session, id))) stale.add(id);
    }
  }
  await updateRecords(session, 'PractitionerRole', [...stale], async (records) => {
    const roles = records.filter(isRole);
    const tags = await readRoleTags(session, roles);
    return roles.map((before) => ({ before, after: withRoleTags(before, tags.get(before) ?? []) }));
  });
}

/** Roles come after all that their tags follow from, but for what a snapshot ends: one this load wrote or confirmed is right. */
function isFresh({ touched, endsOn }: LoadSession, id: string): boolean {
  return endsOn === undefined && touched.has(`PractitionerRole/${id}`);
}

function isRole(record: RecordResource): record is PractitionerRole {
  return record.resourceType === 'PractitionerRole';
}
