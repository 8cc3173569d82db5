import type { BundleEntry } from '@medplum/fhirtypes';
import { networkTagSystem } from '../../fhir/systems.ts';
import { areasOf } from './areaTags.ts';
import { isRecord } from './checkRecord.ts';
import { storeKey } from './entries.ts';
import { networkCode } from './networkTags.ts';
import type { RecordResource } from './recordTypes.ts';
import { findReferences } from './references.ts';
import type { LoadSession, StaleTags } from './session.ts';
import type { Planned } from './unit.ts';

/** Takes note of a record that was written: its id, the counts, and the roles whose tags depend on it. */
export function settle(session: LoadSession, { pending, existing, resource }: Planned, reply: BundleEntry): void {
  const id = existing?.id ?? reply.resource?.id ?? idIn(reply.response?.location);
  if (!id) throw new Error('The store did not say under which id it created a resource');
  session.ids.set(pending.record.key, id);
  session.touched.add(storeKey({ ...resource, id }));
  session.counts[existing ? 'changed' : 'created'] += 1;
  noteStaleTags(session.staleTags, existing, isRecord(reply.resource) ? reply.resource : resource);
  // Tags of a role in a circle were sought before what it refers to was there.
  if (resource.resourceType === 'PractitionerRole' && refersInside(resource)) session.staleTags._id.add(id);
}

function refersInside(resource: RecordResource): boolean {
  return findReferences(resource).some(({ reference }) => reference.startsWith('urn:uuid:'));
}

/** Remembers which roles' tags may follow from what changed. */
export function noteStaleTags(stale: StaleTags, before: RecordResource | undefined, after: RecordResource): void {
  for (const record of [before, after]) {
    if (record?.resourceType !== 'OrganizationAffiliation') continue;
    const group = record.participatingOrganization?.reference;
    if (group) stale.organization.add(group);
  }
  if (before?.resourceType === 'Organization' && after.resourceType === 'Organization') {
    const code = networkCode(before);
    if (code && code !== networkCode(after)) stale._tag.add(`${networkTagSystem}|${code}`);
  }
  if (before?.resourceType === 'Location' && after.resourceType === 'Location') {
    const areas = [before, after].map(({ address }) => areasOf(address).join('\n'));
    if (areas[0] !== areas[1]) stale.location.add(storeKey(before));
  }
}

function idIn(location: string | undefined): string | undefined {
  return /\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.*)?$/.exec(location ?? '')?.[1];
}
