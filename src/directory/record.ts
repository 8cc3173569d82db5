import type { MedplumClient } from '@medplum/core';
import type {
  Flag,
  HealthcareService,
  Location,
  Organization,
  OrganizationAffiliation,
  Practitioner,
  PractitionerRole,
  Resource,
  ResourceType,
} from '@medplum/fhirtypes';
import DataLoader from 'dataloader';
import { npiOf, referencedId } from '../fhir/elements.ts';
import { npiSystem } from '../fhir/systems.ts';
import type { Ring } from './nearby.ts';
import { type RolesInSpecialty, rolesInSpecialty, rolesWithin } from './rolesInSpecialty.ts';
import { ofType, searchAll } from './searchAll.ts';

/** The plan's data of record as one determination reads them: every lookup is made once. Reads only. */
export interface DirectoryRecord {
  readonly practitionerByNpi: (npi: string) => Promise<Practitioner | undefined>;
  readonly organizationByNpi: (npi: string) => Promise<Organization | undefined>;
  /** Roles of a practitioner, by `Practitioner/<id>`. */
  readonly rolesOf: (practitioner: string) => Promise<readonly PractitionerRole[]>;
  /** Roles in any of the specialties (NUCC codes, joined by commas), those in the networks first. */
  readonly rolesIn: (specialties: string) => Promise<RolesInSpecialty>;
  /** Network roles in any of the specialties that practise in the ring; at most so many as are looked at. */
  readonly rolesWithin: (specialties: string, ring: Ring) => Promise<readonly PractitionerRole[]>;
  /** Affiliations in which `Organization/<id>` participates. */
  readonly affiliationsOf: (organization: string) => Promise<readonly OrganizationAffiliation[]>;
  /** Locations in use that `Organization/<id>` manages. */
  readonly locationsOf: (organization: string) => Promise<readonly Location[]>;
  /** Active exclusion Flags of `Practitioner/<id>`. */
  readonly flagsOf: (practitioner: string) => Promise<readonly Flag[]>;
  readonly organization: (reference: string) => Promise<Organization | undefined>;
  readonly location: (reference: string) => Promise<Location | undefined>;
  readonly practitioner: (reference: string) => Promise<Practitioner | undefined>;
  readonly service: (reference: string) => Promise<HealthcareService | undefined>;
}

/** So many keys are asked for in one search. */
const atOnce = 50;

/**
 * Opens the record for one determination. Nothing outlives it: the next one sees what changed.
 * @param networkTags - codes of the tags of the plan's networks; absent: roles are not looked for by network
 * @param maxAge - as of `searchAll`
 */
export function openRecord(
  client: MedplumClient,
  networkTags: () => Promise<readonly string[]> = async () => [],
  maxAge = 0,
): DirectoryRecord {
  // What another determination is unlikely to ask for is not worth keeping where nothing old may be given.
  const lookUpAge = maxAge > 0 ? maxAge : undefined;
  const search = (type: ResourceType, query: Readonly<Record<string, string | readonly string[]>>) =>
    searchAll(client, type, query, undefined, lookUpAge);
  const read = <T extends Organization | Location | Practitioner | HealthcareService>(type: T['resourceType']) =>
    each<T | undefined>(async (references) => {
      const ids = references.flatMap((reference) => idOf(reference, type) ?? []);
      const resources: readonly Resource[] =
        ids.length > 0 ? (await search(type, { _id: ids.join(',') })).resources : [];
      const found = resources.filter((resource): resource is T => resource.resourceType === type);
      return (reference) => found.find(({ id }) => `${type}/${id}` === reference);
    });
  const organizations = read<Organization>('Organization');
  const locations = read<Location>('Location');
  const practitioners = read<Practitioner>('Practitioner');
  const services = read<HealthcareService>('HealthcareService');
  const roles = each(async (people) => {
    const found = ofType(
      (await search('PractitionerRole', { practitioner: people.join(',') })).resources,
      'PractitionerRole',
    );
    return (person) => found.filter(({ practitioner }) => practitioner?.reference === person);
  });
  const keep = (resources: readonly Resource[]) => {
    for (const one of ofType(resources, 'Organization')) organizations.prime(`Organization/${one.id}`, one);
    for (const one of ofType(resources, 'Location')) locations.prime(`Location/${one.id}`, one);
    for (const one of ofType(resources, 'Practitioner')) practitioners.prime(`Practitioner/${one.id}`, one);
    for (const one of ofType(resources, 'HealthcareService')) services.prime(`HealthcareService/${one.id}`, one);
  };
  const practitionersByNpi = each(async (npis) => {
    const { resources } = await search('Practitioner', {
      identifier: npis.map((npi) => `${npiSystem}|${npi}`).join(','),
      _revinclude: ['PractitionerRole:practitioner', 'Flag:subject'],
      '_include:iterate': ['PractitionerRole:organization', 'PractitionerRole:location'],
    });
    keep(resources);
    for (const group of ofType(resources, 'Organization')) {
      const own = npiOf(group.identifier);
      if (own !== undefined) organizationsByNpi.prime(own, group);
    }
    const found = ofType(resources, 'Practitioner');
    for (const { id } of found) {
      const person = `Practitioner/${id}`;
      roles.prime(
        person,
        ofType(resources, 'PractitionerRole').filter(({ practitioner }) => practitioner?.reference === person),
      );
      flags.prime(person, activeFlagsOf(person, resources));
    }
    return (npi) => found.find(({ identifier }) => npiOf(identifier) === npi);
  });
  const organizationsByNpi = each(async (npis) => {
    const identifier = npis.map((npi) => `${npiSystem}|${npi}`).join(',');
    const found = ofType((await search('Organization', { identifier })).resources, 'Organization');
    keep(found);
    return (npi) => found.find((organization) => npiOf(organization.identifier) === npi);
  });
  const flags = each(async (people) => {
    const { resources } = await search('Flag', { subject: people.join(',') });
    return (person) => activeFlagsOf(person, resources);
  });
  const affiliations = each(async (groups) => {
    const query = { 'participating-organization': groups.join(',') };
    const found = ofType((await search('OrganizationAffiliation', query)).resources, 'OrganizationAffiliation');
    return (group) =>
      found.filter(
        ({ active, participatingOrganization }) => active !== false && participatingOrganization?.reference === group,
      );
  });
  const locationsByGroup = each(async (groups) => {
    const found = ofType((await search('Location', { organization: groups.join(',') })).resources, 'Location');
    keep(found);
    return (group) =>
      found.filter(
        ({ status, managingOrganization }) => status !== 'inactive' && managingOrganization?.reference === group,
      );
  });
  const roleSearch = (specialties: string, tags: readonly string[], age: number | undefined) => ({
    specialties: specialties.split(','),
    networkTags: tags,
    maxAge: age,
  });
  const rolesInSpecialties = new DataLoader<string, RolesInSpecialty>(async (keys) => {
    const tags = await networkTags();
    return Promise.all(keys.map((specialties) => rolesInSpecialty(client, roleSearch(specialties, tags, maxAge))));
  });
  const rolesInRing = new DataLoader(
    async (keys: readonly { readonly specialties: string; readonly ring: Ring }[]) => {
      const tags = await networkTags();
      return Promise.all(
        keys.map(({ specialties, ring }) => rolesWithin(client, roleSearch(specialties, tags, lookUpAge), ring)),
      );
    },
    { cacheKeyFn: (key) => JSON.stringify(key) },
  );
  return {
    practitionerByNpi: (npi) => practitionersByNpi.load(npi),
    organizationByNpi: (npi) => organizationsByNpi.load(npi),
    rolesOf: (practitioner) => roles.load(practitioner),
    rolesIn: (specialties) => rolesInSpecialties.load(specialties),
    rolesWithin: (specialties, ring) => rolesInRing.load({ specialties, ring }),
    affiliationsOf: (organization) => affiliations.load(organization),
    locationsOf: (organization) => locationsByGroup.load(organization),
    flagsOf: (practitioner) => flags.load(practitioner),
    organization: (reference) => organizations.load(reference),
    location: (reference) => locations.load(reference),
    practitioner: (reference) => practitioners.load(reference),
    service: (reference) => services.load(reference),
  };
}

/** Lookups of which those of one moment go out as one search, and each is made once. `lookUp` gives a way to pick out each key's part. */
function each<T>(lookUp: (keys: readonly string[]) => Promise<(key: string) => T>): DataLoader<string, T> {
  return new DataLoader<string, T>(
    async (keys) => {
      const pick = await lookUp(keys);
      return keys.map(pick);
    },
    { maxBatchSize: atOnce },
  );
}

function activeFlagsOf(person: string, resources: readonly Resource[]): readonly Flag[] {
  return ofType(resources, 'Flag').filter(({ status, subject }) => status === 'active' && subject.reference === person);
}

/** The id in a reference of record to this type; undefined when it leads elsewhere. */
function idOf(reference: string, type: ResourceType): string | undefined {
  const named = referencedId(reference);
  return named?.type === type ? named.id : undefined;
}
