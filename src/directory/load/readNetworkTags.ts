import type { Coding, PractitionerRole } from '@medplum/fhirtypes';
import { networkReferences, networkTags, ownNetworks } from './networkTags.ts';
import { referenceKey } from './references.ts';
import { type Searcher, searchAny } from './search.ts';

/** The network tags each of `roles` should have, by what the store holds of networks and affiliations now. */
export async function readNetworkTags(
  searcher: Searcher,
  roles: readonly PractitionerRole[],
): Promise<ReadonlyMap<PractitionerRole, Coding[]>> {
  const groups = roles.flatMap((role) => {
    const group = ownNetworks(role).length > 0 ? undefined : role.organization?.reference;
    return group && organizationId(group) ? [group] : [];
  });
  const affiliations = await searchAny(searcher, 'OrganizationAffiliation', 'participating-organization', groups);
  const networkIds = roles
    .flatMap((role) => networkReferences(role, affiliations))
    .flatMap(({ reference }) => organizationId(reference) ?? []);
  const networks = new Map(
    (await searchAny(searcher, 'Organization', '_id', networkIds)).map((network) => [network.id, network]),
  );
  const networkOf = (reference: string) => networks.get(organizationId(reference));
  return new Map(roles.map((role) => [role, networkTags(role, affiliations, networkOf)]));
}

function organizationId(reference: string | undefined): string | undefined {
  const key = referenceKey(reference ?? '');
  return key?.startsWith('Organization/') ? key.slice('Organization/'.length) : undefined;
}
