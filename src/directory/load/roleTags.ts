import type { Coding, PractitionerRole, Reference } from '@medplum/fhirtypes';
import { areaTagSystem, networkTagSystem } from '../../fhir/systems.ts';
import { areaTags } from './areaTags.ts';
import { networkReferences, networkTags, ownNetworks } from './networkTags.ts';
import { referenceKey } from './references.ts';
import { type Searcher, searchAny } from './search.ts';

/** The tags of a role that are ours, by which it is found; the others are whoever's set them. */
export function roleTagsOf({ meta }: PractitionerRole): readonly Coding[] {
  return (meta?.tag ?? []).filter(isRoleTag);
}

/** The role with exactly these tags of ours; its others stay. */
export function withRoleTags<T extends PractitionerRole>(role: T, tags: readonly Coding[]): T {
  const others = (role.meta?.tag ?? []).filter((tag) => !isRoleTag(tag));
  const { tag: _replaced, ...meta } = role.meta ?? {};
  const { meta: _former, ...rest } = role;
  const tag = [...others, ...tags];
  const next = tag.length > 0 ? { ...meta, tag } : meta;
  return Object.keys(next).length > 0 ? { ...role, meta: next } : (rest as T);
}

/** The tags each of `roles` should have, by what the store holds of networks, affiliations and locations now. */
export async function readRoleTags(
  searcher: Searcher,
  roles: readonly PractitionerRole[],
): Promise<ReadonlyMap<PractitionerRole, readonly Coding[]>> {
  const [networks, areas] = await Promise.all([readNetworkTags(searcher, roles), readAreaTags(searcher, roles)]);
  return new Map(roles.map((role) => [role, [...networks(role), ...areas(role)]]));
}

async function readNetworkTags(searcher: Searcher, roles: readonly PractitionerRole[]) {
  const groups = roles.flatMap((role) => {
    const group = ownNetworks(role).length > 0 ? undefined : role.organization?.reference;
    return group && idOf(group, 'Organization') ? [group] : [];
  });
  const affiliations = await searchAny(searcher, 'OrganizationAffiliation', 'participating-organization', groups);
  const referred = roles.flatMap((role) => networkReferences(role, affiliations));
  const networks = await searchAny(searcher, 'Organization', '_id', idsOf(referred, 'Organization'));
  const networkOf = picker(networks, 'Organization');
  return (role: PractitionerRole) => networkTags(role, affiliations, networkOf);
}

async function readAreaTags(searcher: Searcher, roles: readonly PractitionerRole[]) {
  const referred = roles.flatMap(({ location }) => location ?? []);
  const locations = await searchAny(searcher, 'Location', '_id', idsOf(referred, 'Location'));
  const locationOf = picker(locations, 'Location');
  return (role: PractitionerRole) => areaTags(role, locationOf);
}

function idsOf(references: readonly Reference[], type: string): readonly string[] {
  return references.flatMap(({ reference }) => idOf(reference, type) ?? []);
}

/** What an absolute or relative reference leads to. */
function picker<T extends { readonly id?: string }>(resources: readonly T[], type: string) {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  return (reference: string) => byId.get(idOf(reference, type));
}

function idOf(reference: string | undefined, type: string): string | undefined {
  const key = referenceKey(reference ?? '');
  return key?.startsWith(`${type}/`) ? key.slice(type.length + 1) : undefined;
}

function isRoleTag({ system }: Coding): boolean {
  return system === networkTagSystem || system === areaTagSystem;
}
