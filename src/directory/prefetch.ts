import type { SubmittedItem, SubmittedParty, SubmittedRequest } from '../pas/reading/submittedRequest.ts';
import { lookedFor } from './alternatives.ts';
import type { DirectoryRecord } from './record.ts';
import { specialtiesOfRecord } from './standing.ts';

/** Starts the lookups a request will need, without waiting for one where another does not rest on it. What it finds the record keeps. */
export async function prefetch(record: DirectoryRecord, request: SubmittedRequest): Promise<void> {
  await Promise.all(request.items.map((item) => prefetchItem(record, item)));
}

async function prefetchItem(record: DirectoryRecord, item: SubmittedItem): Promise<void> {
  const { requested, firstOpinion, diagnoses } = item;
  const others = firstOpinion.map((npi) => record.practitionerByNpi(npi));
  const specialties = await Promise.all(requested.map((party) => prefetchParty(record, party)));
  const wanted = lookedFor({
    specialties: [...new Set(specialties.flat())],
    somebodyRequested: requested.length > 0,
    diagnosis: diagnoses[0],
  }).specialties;
  const alternatives = wanted.length > 0 ? record.rolesIn(wanted.join(',')) : undefined;
  const groups = (await alternatives)?.roles.flatMap(({ organization }) => organization?.reference ?? []) ?? [];
  await Promise.all([...others, ...[...new Set(groups)].map((group) => record.affiliationsOf(group))]);
}

/** The specialties by which alternatives to the party are looked for. */
async function prefetchParty(
  record: DirectoryRecord,
  { kind, npi, specialties }: SubmittedParty,
): Promise<readonly string[]> {
  if (npi === undefined) return specialties;
  if (kind === 'organization') {
    const organization = await record.organizationByNpi(npi);
    if (organization) await record.affiliationsOf(`Organization/${organization.id}`);
    return [];
  }
  const practitioner = await record.practitionerByNpi(npi);
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
