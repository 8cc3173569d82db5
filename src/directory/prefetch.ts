import { npiOf } from '../fhir/elements.ts';
import type { SubmittedItem, SubmittedParty, SubmittedRequest } from '../pas/reading/submittedRequest.ts';
import { lookedFor } from './alternatives.ts';
import { ownNetworks } from './load/networkTags.ts';
import type { DirectoryRecord } from './record.ts';
import { specialtiesOfRecord } from './standing.ts';

/** Starts the lookups a request will need, without waiting for one where another does not rest on it. What it finds the record keeps. */
export async function prefetch(record: DirectoryRecord, request: SubmittedRequest): Promise<void> {
  await Promise.all(request.items.map((item) => prefetchItem(record, item)));
}

async function prefetchItem(record: DirectoryRecord, item: SubmittedItem): Promise<void> {
  await Promise.all([
    ...item.firstOpinion.map((npi) => record.practitionerByNpi(npi)),
    prefetchRequested(record, item),
  ]);
}

async function prefetchRequested(record: DirectoryRecord, { requested, diagnoses }: SubmittedItem): Promise<void> {
  const specialties = await Promise.all(requested.map((party) => prefetchParty(record, party)));
  const wanted = lookedFor({
    specialties: [...new Set(specialties.flat())],
    somebodyRequested: requested.length > 0,
    diagnosis: diagnoses[0],
  }).specialties;
  if (wanted.length === 0) return;
  const { tagged, others } = await record.rolesIn(wanted.join(','));
  const byGroup = [...tagged, ...others].filter((role) => ownNetworks(role).length === 0);
  const groups = byGroup.flatMap(({ organization }) => organization?.reference ?? []);
  const people = tagged.flatMap(({ practitioner }) => practitioner?.reference ?? []);
  await Promise.all([
    ...groups.map((group) => record.affiliationsOf(group)),
    ...people.map((person) => record.flagsOf(person)),
  ]);
}

/** The specialties by which alternatives to the party are looked for. */
async function prefetchParty(
  record: DirectoryRecord,
  { kind, npi, specialties, site }: SubmittedParty,
): Promise<readonly string[]> {
  if (npi === undefined) return specialties;
  if (kind === 'organization') {
    const organization = await record.organizationByNpi(npi);
    if (organization) await record.affiliationsOf(`Organization/${organization.id}`);
    return [];
  }
  const [practitioner] = await Promise.all([
    record.practitionerByNpi(npi),
    ...[npiOf(site.organization)].flatMap((group) => (group === undefined ? [] : record.organizationByNpi(group))),
  ]);
  if (!practitioner) return specialties;
  const reference = `Practitioner/${practitioner.id}`;
  const roles = (await record.rolesOf(reference)).filter(({ active }) => active !== false);
  const own = specialtiesOfRecord(roles);
  const groups = [...new Set(roles.flatMap(({ organization }) => organization?.reference ?? []))];
  // Not waited for: the search for alternatives goes out in the same round.
  for (const lookUp of [record.flagsOf(reference), ...groups.map((group) => record.affiliationsOf(group))])
    lookUp.catch(() => {});
  return own.length > 0 ? own : specialties;
}
