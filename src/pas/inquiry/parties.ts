import type { Identifier, Reference, Resource } from '@medplum/fhirtypes';
import { npiSystem } from '../../fhir/systems.ts';
import { requestedServices } from '../reading/requestedServices.ts';
import type { Submission } from '../request/submission.ts';

/**
 * The NPIs of who takes part in a request: the requestor and its organization, the care team, who ordered and who is to
 * perform. They are compared, not trusted: any value in the NPI system counts.
 * @see PAS 2.2.1, spec-53
 */
export function partyNpis(submission: Submission): readonly string[] {
  const { claim } = submission;
  const orders = (claim.item ?? []).flatMap((item) => requestedServices(submission, item));
  const npis = [
    ...npisNamed(submission, claim.provider),
    ...(claim.careTeam ?? []).flatMap(({ provider }) => npisNamed(submission, provider)),
    ...orders.flatMap((order) =>
      [order.requester, ...(order.performer ?? [])].flatMap((party) => npisNamed(submission, party, order)),
    ),
  ];
  return [...new Set(npis)];
}

/** The NPIs of whom a reference names; a role's are those of its practitioner and its organization. */
export function npisNamed(
  submission: Submission,
  reference: Reference | undefined,
  from?: Resource,
): readonly string[] {
  const resolved = submission.resolve(reference, from);
  // A stored reference leads out of the message, and says by identifier whom it means.
  if (resolved.kind !== 'resource') return npisAmong(reference?.identifier);
  const { resource } = resolved;
  switch (resource.resourceType) {
    case 'Practitioner':
    case 'Organization':
      return npisAmong(resource.identifier);
    case 'PractitionerRole':
      return [
        ...npisAmong(resource.identifier),
        ...npisNamed(submission, resource.practitioner, resource),
        ...npisNamed(submission, resource.organization, resource),
      ];
    default:
      return [];
  }
}

/** The NPIs among identifiers. */
export function npisAmong(identifiers: Identifier | readonly Identifier[] | undefined): readonly string[] {
  return [identifiers ?? []].flat().flatMap(({ system, value }) => (system === npiSystem && value ? [value] : []));
}
