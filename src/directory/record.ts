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
import { npiSystem } from '../fhir/systems.ts';
import { ofType, searchAll } from './searchAll.ts';

/** The plan's data of record as one determination reads them: every lookup is made once. Reads only. */
export interface DirectoryRecord {
  readonly practitionerByNpi: (npi: string) => Promise<Practitioner | undefined>;
  readonly organizationByNpi: (npi: string) => Promise<Organization | undefined>;
  /** Roles of a practitioner, by `Practitioner/<id>`. */
  readonly rolesOf: (practitioner: string) => Promise<readonly PractitionerRole[]>;
  /** Affiliations in which `Organization/<id>` participates. */
  readonly affiliationsOf: (organization: string) => Promise<readonly OrganizationAffiliation[]>;
  /** Active exclusion Flags of `Practitioner/<id>`. */
  readonly flagsOf: (practitioner: string) => Promise<readonly Flag[]>;
  readonly organization: (reference: string) => Promise<Organization | undefined>;
  readonly location: (reference: string) => Promise<Location | undefined>;
  readonly practitioner: (reference: string) => Promise<Practitioner | undefined>;
}

/** Opens the record for one determination. Nothing outlives it: the next one sees what changed. */
export function openRecord(client: MedplumClient): DirectoryRecord {
  const byNpi = async (type: 'Practitioner' | 'Organization', npi: string) =>
    (await searchAll(client, type, { identifier: `${npiSystem}|${npi}` })).resources;
  return {
    practitionerByNpi: once(async (npi) => ofType(await byNpi('Practitioner', npi), 'Practitioner')[0]),
    organizationByNpi: once(async (npi) => ofType(await byNpi('Organization', npi), 'Organization')[0]),
    rolesOf: once(async (practitioner) =>
      ofType((await searchAll(client, 'PractitionerRole', { practitioner })).resources, 'PractitionerRole'),
    ),
    affiliationsOf: once(async (organization) => {
      const found = await searchAll(client, 'OrganizationAffiliation', { 'participating-organization': organization });
      return ofType(found.resources, 'OrganizationAffiliation').filter(({ active }) => active !== false);
    }),
    flagsOf: once(async (practitioner) => {
      const found = await searchAll(client, 'Flag', { subject: practitioner });
      return ofType(found.resources, 'Flag').filter(({ status }) => status === 'active');
    }),
    organization: once((reference) => read(client, reference, 'Organization')),
    location: once((reference) => read(client, reference, 'Location')),
    practitioner: once((reference) => read(client, reference, 'Practitioner')),
  };
}

function once<T>(lookUp: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (key) => {
    const answer = answers.get(key) ?? lookUp(key);
    answers.set(key, answer);
    return answer;
  };
}

/** The resource a reference of record leads to; undefined when it leads nowhere or elsewhere. */
async function read<K extends Resource['resourceType']>(client: MedplumClient, reference: string, type: K) {
  const named = referencedId(reference);
  if (named?.type !== type) return undefined;
  const found = await searchAll(client, type, { _id: named.id });
  return ofType(found.resources, type)[0];
}
