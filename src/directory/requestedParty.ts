import { npiOf } from '../fhir/elements.ts';
import type { SubmittedParty } from '../pas/reading/submittedRequest.ts';
import { known, type LocalDate, unknown } from '../policy/evidence.ts';
import type { RequestedParty } from '../policy/facts.ts';
import { networkStanding } from './networks.ts';
import { sitesOfOrganization } from './organizationSites.ts';
import type { DirectoryRecord } from './record.ts';
import type { Screening } from './screening.ts';
import { standingOf, standingOfNobody } from './standing.ts';

/** Whom the request asks for, with what is of record about them. */
export interface PartyOfRecord {
  readonly facts: RequestedParty;
  /** `Practitioner/<id>` or `Organization/<id>`; absent: not of record. */
  readonly reference?: string;
  /** NUCC codes to look for alternatives by: of record, else as the request gives them. */
  readonly specialties: readonly string[];
}

export interface PartyQuestion {
  readonly party: SubmittedParty;
  /** `Organization/<id>` of the product's networks. */
  readonly networks: readonly string[];
  readonly serviceDate: LocalDate;
  /** NPIs. */
  readonly firstOpinion: readonly string[];
}

export async function partyOfRecord(
  question: PartyQuestion,
  record: DirectoryRecord,
  screening: Screening,
): Promise<PartyOfRecord> {
  return question.party.kind === 'organization'
    ? organizationOfRecord(question, record, screening)
    : professionalOfRecord(question, record, screening);
}

async function professionalOfRecord(
  { party, networks, serviceDate, firstOpinion }: PartyQuestion,
  record: DirectoryRecord,
  screening: Screening,
): Promise<PartyOfRecord> {
  const { npi, name, specialties } = party;
  const practitioner = npi === undefined ? undefined : await record.practitionerByNpi(npi);
  if (!practitioner) {
    // The directory is complete for its own networks: who is not in it is not in them. Without an NPI nobody can be looked up.
    const network =
      npi === undefined ? unknown('named without an NPI') : known({ sites: [], siteNamed: false }, screening.today);
    const facts = {
      kind: 'professional',
      npi,
      name,
      network,
      standing: standingOfNobody,
      groups: [],
      sharesGroupWithFirstOpinion: false,
    } as const;
    return { facts, specialties };
  }
  const roles = (await record.rolesOf(`Practitioner/${practitioner.id}`)).filter(({ active }) => active !== false);
  const standing = await standingOf(practitioner, roles, serviceDate, record, screening);
  const groups = await groupsOf(npi ?? '', record);
  const others = await Promise.all(firstOpinion.map((other) => groupsOf(other, record)));
  const facts = {
    kind: 'professional',
    npi,
    name,
    network:
      practitioner.active === false
        ? unknown('the record of the professional is not active')
        : known(await networkStanding(roles, networks, party.sites, serviceDate, record), screening.today),
    standing,
    groups,
    sharesGroupWithFirstOpinion: others.flat().some((group) => groups.includes(group)),
  } as const;
  const reference = `Practitioner/${practitioner.id}`;
  return { facts, reference, specialties: standing.specialties.length > 0 ? standing.specialties : specialties };
}

/** NPIs of the organizations in which a professional holds a role. */
async function groupsOf(npi: string, record: DirectoryRecord): Promise<readonly string[]> {
  const practitioner = await record.practitionerByNpi(npi);
  if (!practitioner) return [];
  const roles = await record.rolesOf(`Practitioner/${practitioner.id}`);
  const references = roles.flatMap(({ organization }) => organization?.reference ?? []);
  const organizations = await Promise.all([...new Set(references)].map((reference) => record.organization(reference)));
  return organizations.flatMap((organization) => npiOf(organization?.identifier) ?? []);
}

async function organizationOfRecord(
  { party, networks }: PartyQuestion,
  record: DirectoryRecord,
  screening: Screening,
): Promise<PartyOfRecord> {
  const { npi, name } = party;
  const organization = npi === undefined ? undefined : await record.organizationByNpi(npi);
  const reference = organization && `Organization/${organization.id}`;
  const sites = organization ? await sitesOfOrganization(organization, networks, record) : [];
  const network = (): RequestedParty['network'] => {
    if (npi === undefined) return unknown('named without an NPI');
    if (organization?.active === false) return unknown('the record of the organization is not active');
    return known({ sites, siteNamed: false }, screening.today);
  };
  return { facts: { kind: 'organization', npi, name, network: network() }, reference, specialties: [] };
}
