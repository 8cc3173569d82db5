import type {
  Identifier,
  Location,
  Organization,
  Practitioner,
  PractitionerRole,
  Reference,
  Resource,
} from '@medplum/fhirtypes';
import { codesOf, nameInWords, npiOf } from '../../fhir/elements.ts';
import { taxonomyCodes } from '../../fhir/systems.ts';
import type { Submission } from '../request/submission.ts';
import type { BusinessIdentifier, SubmittedLocation, SubmittedParty, SubmittedSite } from './submittedRequest.ts';

/** Whom a reference names: by the resource it leads to, or by its identifier. Patients and related persons are nobody here. */
export function partyOf(
  submission: Submission,
  reference: Reference | undefined,
  from?: Resource,
): SubmittedParty | undefined {
  const resolved = submission.resolve(reference, from);
  switch (resolved.kind) {
    case 'resource':
      return partyOfResource(submission, resolved.resource);
    case 'logical':
      return partyOfIdentifier(resolved.reference);
    default:
      return undefined;
  }
}

function partyOfResource(submission: Submission, resource: Resource): SubmittedParty | undefined {
  switch (resource.resourceType) {
    case 'Practitioner':
      return { ...person(resource), specialties: [], sites: [] };
    case 'PractitionerRole':
      return partyOfRole(submission, resource);
    case 'Organization':
      return {
        kind: 'organization',
        npi: npiOf(resource.identifier),
        name: resource.name ?? 'an organization without a name',
        specialties: [],
        sites: [],
      };
    default:
      return undefined;
  }
}

function partyOfRole(submission: Submission, role: PractitionerRole): SubmittedParty {
  const practitioner = submission.resolveAs('Practitioner', role.practitioner, role);
  const named = practitioner.kind === 'resource' ? person(practitioner.resource) : undefined;
  return {
    kind: 'professional',
    npi: named?.npi ?? npiOf(listed(role.practitioner?.identifier)) ?? npiOf(role.identifier),
    name: named?.name ?? role.practitioner?.display ?? 'a professional without a name',
    specialties: codesOf(role.specialty, taxonomyCodes),
    sites: sitesOf(submission, role),
  };
}

/** A role at several locations names several sites. */
function sitesOf(submission: Submission, role: PractitionerRole): readonly SubmittedSite[] {
  const organization = submission.resolveAs('Organization', role.organization, role);
  const identifiers =
    organization.kind === 'resource' ? organization.resource.identifier : listed(role.organization?.identifier);
  const locations = (role.location ?? []).map((reference) => {
    const location = submission.resolveAs('Location', reference, role);
    return location.kind === 'resource' ? locationOf(location.resource) : locationByIdentifier(reference);
  });
  const named = businessIdentifiers(identifiers);
  if (locations.length > 0) return locations.map((location) => ({ organization: named, location }));
  return named.length > 0 ? [{ organization: named }] : [];
}

function locationOf(location: Location): SubmittedLocation {
  return {
    identifiers: businessIdentifiers(location.identifier),
    name: location.name,
    postalCode: location.address?.postalCode,
    line: location.address?.line?.[0],
  };
}

function locationByIdentifier(reference: Reference): SubmittedLocation {
  return { identifiers: businessIdentifiers(listed(reference.identifier)), name: reference.display };
}

/** Whoever is named by identifier only may be a professional or an organization, unless the reference says otherwise. */
function partyOfIdentifier(reference: Reference): SubmittedParty | undefined {
  if (!['Practitioner', 'PractitionerRole', 'Organization', undefined].includes(reference.type)) return undefined;
  const npi = npiOf(listed(reference.identifier));
  const kind = reference.type === 'Organization' ? 'organization' : 'professional';
  return { kind, npi, name: reference.display ?? 'named by identifier only', specialties: [], sites: [] };
}

function person(practitioner: Practitioner): Pick<SubmittedParty, 'kind' | 'npi' | 'name'> {
  const name = nameInWords(practitioner.name) ?? 'a professional without a name';
  return { kind: 'professional', npi: npiOf(practitioner.identifier), name };
}

/** Identifiers that have a value. */
export function businessIdentifiers(identifiers: readonly Identifier[] | undefined): readonly BusinessIdentifier[] {
  return (identifiers ?? []).flatMap(({ system, value }) => (value === undefined ? [] : [{ system, value }]));
}

function listed(identifier: Identifier | undefined): readonly Identifier[] {
  return identifier ? [identifier] : [];
}

/** The identifiers of the organization a reference names, e.g. the insurer. */
export function organizationIdentifiers(
  submission: Submission,
  reference: Reference | undefined,
  from?: Resource,
): readonly BusinessIdentifier[] {
  const resolved = submission.resolve(reference, from);
  if (resolved.kind === 'logical') return businessIdentifiers(listed(resolved.reference.identifier));
  if (resolved.kind !== 'resource' || resolved.resource.resourceType !== 'Organization') return [];
  const organization: Organization = resolved.resource;
  return businessIdentifiers(organization.identifier);
}
