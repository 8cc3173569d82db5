import type { PractitionerRole, Reference } from '@medplum/fhirtypes';
import { npiOf } from '../fhir/elements.ts';
import type { SubmittedItem, SubmittedParty, SubmittedRequest } from '../pas/reading/submittedRequest.ts';
import { lookedFor } from './alternatives.ts';
import { ownNetworks } from './load/networkTags.ts';
import type { DirectoryRecord } from './record.ts';
import { specialtiesOfRecord } from './standing.ts';

/** Of the people a request names, and of those who might stand in for them. */
export interface Records {
  readonly named: DirectoryRecord;
  readonly candidates: DirectoryRecord;
}

/** Starts the lookups a request will need, without waiting for one where another does not rest on it. What it finds the records keep. */
export async function prefetch(records: Records, request: SubmittedRequest): Promise<void> {
  await Promise.all(request.items.map((item) => prefetchItem(records, item)));
}

async function prefetchItem(records: Records, item: SubmittedItem): Promise<void> {
  await Promise.all([
    ...item.firstOpinion.map((npi) => records.named.practitionerByNpi(npi)),
    prefetchRequested(records, item),
  ]);
}

async function prefetchRequested(
  { named, candidates }: Records,
  { requested, diagnoses }: SubmittedItem,
): Promise<void> {
  const specialties = await Promise.all(requested.map((party) => prefetchParty(named, party)));
  const wanted = lookedFor({
    specialties: [...new Set(specialties.flat())],
    somebodyRequested: requested.length > 0,
    diagnosis: diagnoses[0],
  }).specialties;
  if (wanted.length === 0) return;
  const { tagged, others, truncated } = await candidates.rolesIn(wanted.join(','));
  // Of so many, those near the member are looked at first; who they are is not known yet.
  if (truncated === 'tagged') return;
  const byGroup = [...tagged, ...others].filter((role) => ownNetworks(role).length === 0);
  const groups = byGroup.flatMap(({ organization }) => organization?.reference ?? []);
  await Promise.all([
    ...groups.map((group) => candidates.affiliationsOf(group)),
    ...tagged.flatMap((role) => lookUpsOf(candidates, role)),
  ]);
}

/** Everything that a candidate is judged by beside the role itself. */
function lookUpsOf(
  { practitioner, flagsOf, organization, location, service }: DirectoryRecord,
  role: PractitionerRole,
): readonly Promise<unknown>[] {
  const [person, group] = [role.practitioner?.reference, role.organization?.reference];
  const all = (references: readonly Reference[] = []) => references.flatMap(({ reference }) => reference ?? []);
  return [
    ...(person === undefined ? [] : [practitioner(person), flagsOf(person)]),
    ...(group === undefined ? [] : [organization(group)]),
    ...all(role.location).map(location),
    ...all(role.healthcareService).map(service),
  ];
}

/** The specialties by which alternatives to the party are looked for. */
async function prefetchParty(
  record: DirectoryRecord,
  { kind, npi, specialties, sites }: SubmittedParty,
): Promise<readonly string[]> {
  if (npi === undefined) return specialties;
  if (kind === 'organization') {
    const group = await record.organizationByNpi(npi);
    if (group) await record.affiliationsOf(`Organization/${group.id}`);
    return [];
  }
  const practitioner = await record.practitionerByNpi(npi);
  if (!practitioner) return specialties;
  const reference = `Practitioner/${practitioner.id}`;
  const roles = (await record.rolesOf(reference)).filter(({ active }) => active !== false);
  const own = specialtiesOfRecord(roles);
  // A role's own network outranks its group's.
  const byGroup = roles.filter((role) => ownNetworks(role).length === 0);
  const groups = new Set(byGroup.flatMap(({ organization }) => organization?.reference ?? []));
  const named = sites.flatMap(({ organization }) => npiOf(organization) ?? []);
  // Not waited for: the search for alternatives goes out in the same round.
  for (const lookUp of [
    record.flagsOf(reference),
    ...[...groups].map((group) => record.affiliationsOf(group)),
    ...[...new Set(named)].map((site) => record.organizationByNpi(site)),
  ])
    lookUp.catch(() => {});
  return own.length > 0 ? own : specialties;
}
