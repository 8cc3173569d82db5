import type { MedplumClient } from '@medplum/core';
import type {
  Flag,
  Location,
  Organization,
  OrganizationAffiliation,
  Practitioner,
  PractitionerRole,
  Resource,
} from '@medplum/fhirtypes';
import { referencedId } from '../fhir/elements.ts';
import { npiSystem, taxonomyCodes } from '../fhir/systems.ts';
import { memo } from './memo.ts';
import { ofType, searchAll } from './searchAll.ts';

/** The plan's data of record as one determination reads them: every lookup is made once. Reads only. */
export interface DirectoryRecord {
  readonly practitionerByNpi: (npi: string) => Promise<Practitioner | undefined>;
  readonly organizationByNpi: (npi: string) => Promise<Organization | undefined>;
  /** Roles of a practitioner, by `Practitioner/<id>`. */
  readonly rolesOf: (practitioner: string) => Promise<readonly PractitionerRole[]>;
  /** Roles in any of the specialties (NUCC codes, joined by commas). */
  readonly rolesIn: (specialties: string) => Promise<RolesInSpecialty>;
  /** Affiliations in which `Organization/<id>` participates. */
  readonly affiliationsOf: (organization: string) => Promise<readonly OrganizationAffiliation[]>;
  /** Active exclusion Flags of `Practitioner/<id>`. */
  readonly flagsOf: (practitioner: string) => Promise<readonly Flag[]>;
  readonly organization: (reference: string) => Promise<Organization | undefined>;
  readonly location: (reference: string) => Promise<Location | undefined>;
  readonly practitioner: (reference: string) => Promise<Practitioner | undefined>;
}

export interface RolesInSpecialty {
  readonly roles: readonly PractitionerRole[];
  /** There are more than are looked at one by one. */
  readonly truncated: boolean;
}

/** More roles than this in one search are not looked at one by one. */
export const mostRoles = 1000;

/** So many references are asked for in one search. */
const atOnce = 50;

/** Opens the record for one determination. Nothing outlives it: the next one sees what changed. */
export function openRecord(client: MedplumClient): DirectoryRecord {
  const organization = memo((reference) => read(client, reference, 'Organization'));
  const location = memo((reference) => read(client, reference, 'Location'));
  const practitioner = memo((reference) => read(client, reference, 'Practitioner'));
  const rolesOf = memo(async (reference) =>
    ofType((await searchAll(client, 'PractitionerRole', { practitioner: reference })).resources, 'PractitionerRole'),
  );
  const flagsOf = memo((reference) => activeFlags(client, [reference]));
  const keep = (resources: readonly Resource[]) => {
    for (const one of ofType(resources, 'Organization')) organization.keep(`Organization/${one.id}`, one);
    for (const one of ofType(resources, 'Location')) location.keep(`Location/${one.id}`, one);
    for (const one of ofType(resources, 'Practitioner')) practitioner.keep(`Practitioner/${one.id}`, one);
  };
  return {
    organization: organization.get,
    location: location.get,
    practitioner: practitioner.get,
    rolesOf: rolesOf.get,
    flagsOf: flagsOf.get,
    practitionerByNpi: memo(async (npi) => {
      const { resources } = await searchAll(client, 'Practitioner', {
        identifier: `${npiSystem}|${npi}`,
        _revinclude: 'PractitionerRole:practitioner',
        '_include:iterate': ['PractitionerRole:organization', 'PractitionerRole:location'],
      });
      keep(resources);
      const [found] = ofType(resources, 'Practitioner');
      const own = ofType(resources, 'PractitionerRole').filter((role) => refersTo(role, found));
      if (found) rolesOf.keep(`Practitioner/${found.id}`, own);
      return found;
    }).get,
    organizationByNpi: memo(async (npi) => {
      const { resources } = await searchAll(client, 'Organization', { identifier: `${npiSystem}|${npi}` });
      keep(resources);
      return ofType(resources, 'Organization')[0];
    }).get,
    rolesIn: memo(async (specialties) => {
      const specialty = specialties
        .split(',')
        .map((code) => `${taxonomyCodes}|${code}`)
        .join(',');
      const _include = ['PractitionerRole:practitioner', 'PractitionerRole:organization'];
      const { resources, truncated } = await searchAll(
        client,
        'PractitionerRole',
        { specialty, _include },
        mostRoles * 3,
      );
      keep(resources);
      const roles = ofType(resources, 'PractitionerRole').filter(({ active }) => active !== false);
      const people = [...new Set(roles.flatMap(({ practitioner: person }) => person?.reference ?? []))];
      for (let start = 0; start < people.length; start += atOnce) {
        const some = people.slice(start, start + atOnce);
        const flags = activeFlags(client, some);
        for (const person of some) {
          flagsOf.keep(
            person,
            flags.then((all) => all.filter(({ subject }) => subject.reference === person)),
          );
        }
      }
      return { roles, truncated: truncated || roles.length > mostRoles };
    }).get,
    affiliationsOf: memo(async (reference) => {
      const found = await searchAll(client, 'OrganizationAffiliation', { 'participating-organization': reference });
      return ofType(found.resources, 'OrganizationAffiliation').filter(({ active }) => active !== false);
    }).get,
  };
}

async function activeFlags(client: MedplumClient, practitioners: readonly string[]): Promise<readonly Flag[]> {
  const found = await searchAll(client, 'Flag', { subject: practitioners.join(',') });
  return ofType(found.resources, 'Flag').filter(({ status }) => status === 'active');
}

function refersTo(role: PractitionerRole, practitioner: Practitioner | undefined): boolean {
  return role.practitioner?.reference === `Practitioner/${practitioner?.id}`;
}

/** The resource a reference of record leads to; undefined when it leads nowhere or elsewhere. */
async function read<K extends Resource['resourceType']>(client: MedplumClient, reference: string, type: K) {
  const named = referencedId(reference);
  if (named?.type !== type) return undefined;
  const found = await searchAll(client, type, { _id: named.id });
  return ofType(found.resources, type)[0];
}
