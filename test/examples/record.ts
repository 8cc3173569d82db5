import type { Extension, Organization, Practitioner, PractitionerRole, Reference } from '@medplum/fhirtypes';
import { bundle, npis, only, resources, systemValue } from './examples.ts';

/** The demo plan's data of record, and the few questions the examples' consistency depends on. */
export const record = resources(bundle('plan.json'));

const planNet = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/';
const nucc = 'http://nucc.org/provider-taxonomy';
const memberSystem = 'https://redwood-coast.example/member-number';

export const memberNumbers: ReadonlySet<string> = new Set(systemValue(memberSystem, only(record, 'Patient')));

/** Member numbers anywhere below. */
export function memberNumbersOf(value: unknown): readonly string[] {
  return [...new Set(systemValue(memberSystem, value))];
}

export function specialties(role: PractitionerRole): readonly string[] {
  return systemValue(nucc, role.specialty);
}

function referenceExtension(extensions: readonly Extension[] | undefined, name: string): string | undefined {
  return extensions?.find((extension) => extension.url === `${planNet}${name}`)?.valueReference?.reference;
}

const mediCalNetworks: ReadonlySet<string | undefined> = new Set(
  only(record, 'InsurancePlan')
    .filter((plan) => plan.identifier?.some((identifier) => identifier.value === 'medi-cal'))
    .flatMap((plan) => plan.network ?? [])
    .map((network: Reference<Organization>) => network.reference),
);

const affiliated: ReadonlySet<string | undefined> = new Set(
  only(record, 'OrganizationAffiliation')
    .filter((affiliation) => affiliation.network?.some((network) => mediCalNetworks.has(network.reference)))
    .map((affiliation) => affiliation.participatingOrganization?.reference),
);

/** Is the role in a network of `medi-cal`? Its own reference outranks its group's; an ended role is in none. */
export function isInNetwork(role: PractitionerRole): boolean {
  if (role.period?.end !== undefined) return false;
  const own = referenceExtension(role.extension, 'network-reference');
  return own === undefined ? affiliated.has(role.organization?.reference) : mediCalNetworks.has(own);
}

export function takesNoNewPatients(role: PractitionerRole): boolean {
  return JSON.stringify(role.extension ?? []).includes('"nopt"');
}

export function practitionerOf(npi: string): Practitioner | undefined {
  return only(record, 'Practitioner').find((practitioner) => npis(practitioner.identifier).includes(npi));
}

export function rolesOf(npi: string): readonly PractitionerRole[] {
  const id = practitionerOf(npi)?.id;
  return only(record, 'PractitionerRole').filter((role) => role.practitioner?.reference === `Practitioner/${id}`);
}

export function isAffiliated(npi: string): boolean {
  return only(record, 'Organization').some(
    (organization) => npis(organization.identifier).includes(npi) && affiliated.has(`Organization/${organization.id}`),
  );
}

export const rolesInNetwork: readonly PractitionerRole[] = only(record, 'PractitionerRole').filter(isInNetwork);
