import type { Coding, Organization, OrganizationAffiliation, PractitionerRole, Reference } from '@medplum/fhirtypes';
import { networkTagSystem } from '../../fhir/systems.ts';
import { isSourceId } from './sourceId.ts';

/** @see http://hl7.org/fhir/us/davinci-pdex-plan-net/STU1.1/StructureDefinition-network-reference.html */
export const networkReferenceUrl = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/network-reference';

/**
 * The networks a role is in, as tags, sorted by code. The role's own network-references outrank its group's affiliations;
 * these count when active and when the role's organization participates in them, whatever their period.
 * @param affiliations - of any organizations; those of others are passed over
 * @param networkOf - the network an absolute or relative reference names, or undefined when it is not of record
 */
export function networkTags(
  role: PractitionerRole,
  affiliations: readonly OrganizationAffiliation[],
  networkOf: (reference: string) => Organization | undefined,
): Coding[] {
  const codes = networkReferences(role, affiliations).flatMap((network) => {
    const organization = network.reference ? networkOf(network.reference) : undefined;
    return (organization ? networkCode(organization) : network.identifier?.value) ?? [];
  });
  return [...new Set(codes)].sort().map((code) => ({ system: networkTagSystem, code }));
}

/** The references `networkTags` follows: the role's own, else those of its group. */
export function networkReferences(
  role: PractitionerRole,
  affiliations: readonly OrganizationAffiliation[],
): Reference[] {
  const own = ownNetworks(role);
  if (own.length > 0) return own;
  const group = role.organization?.reference;
  if (!group) return [];
  return affiliations
    .filter(
      ({ active, participatingOrganization }) => active !== false && participatingOrganization?.reference === group,
    )
    .flatMap(({ network }) => network ?? []);
}

/** The networks a role itself names. */
export function ownNetworks(role: PractitionerRole): Reference[] {
  return (role.extension ?? []).flatMap(({ url, valueReference }) =>
    url === networkReferenceUrl && valueReference ? [valueReference] : [],
  );
}

/** By what a network is named in a tag: its first identifier of its own, else the one the load gave it. */
export function networkCode(network: Organization): string | undefined {
  const named = (network.identifier ?? []).filter(({ value }) => value);
  return (named.find((identifier) => !isSourceId(identifier)) ?? named[0])?.value;
}
