import type { PractitionerRole } from '@medplum/fhirtypes';
import { npiOf } from '../fhir/elements.ts';
import type { SubmittedLocation, SubmittedSite } from '../pas/reading/submittedRequest.ts';
import type { DirectoryRecord } from './record.ts';

/** One place where a role is held. */
export interface Place {
  readonly role: PractitionerRole;
  readonly organization: string | undefined;
  readonly location: string | undefined;
}

/** The places at each site the request names; undefined when it names none, or one that is not of record. */
export async function placesAsked(
  places: readonly Place[],
  asked: readonly SubmittedSite[],
  record: DirectoryRecord,
): Promise<readonly (readonly Place[])[] | undefined> {
  const named = await Promise.all(asked.map((site) => namedPlaces(places, site, record)));
  const known = named.filter((those) => those !== undefined);
  return known.length > 0 && known.length === named.length ? known : undefined;
}

/** The places at one site; undefined when it is not of record. */
async function namedPlaces(
  places: readonly Place[],
  site: SubmittedSite,
  record: DirectoryRecord,
): Promise<readonly Place[] | undefined> {
  const organizations = await organizationsNamed(site, places, record);
  const locations = await locationsNamed(site.location, places, record);
  if (organizations === undefined && locations === undefined) return undefined;
  return places.filter(
    ({ organization, location }) =>
      (organizations === undefined || organizations.has(organization ?? '')) &&
      (locations === undefined || locations.has(location ?? '')),
  );
}

async function organizationsNamed(
  { organization: identifiers }: SubmittedSite,
  places: readonly Place[],
  record: DirectoryRecord,
): Promise<ReadonlySet<string> | undefined> {
  const found = new Set<string>();
  const npi = npiOf(identifiers);
  const byNpi = npi === undefined ? undefined : await record.organizationByNpi(npi);
  if (byNpi) found.add(`Organization/${byNpi.id}`);
  for (const { system, value } of identifiers) {
    for (const { organization } of places) {
      const own = organization ? (await record.organization(organization))?.identifier : undefined;
      if (organization && own?.some((identifier) => identifier.system === system && identifier.value === value))
        found.add(organization);
    }
  }
  return found.size > 0 ? found : undefined;
}

/** A location is known by identifier, or by street line and postal code. One that matches no place of record names nothing. */
async function locationsNamed(
  wanted: SubmittedLocation | undefined,
  places: readonly Place[],
  record: DirectoryRecord,
): Promise<ReadonlySet<string> | undefined> {
  if (wanted === undefined) return undefined;
  const { identifiers, line, postalCode } = wanted;
  const found = new Set<string>();
  for (const { location } of places) {
    const own = location ? await record.location(location) : undefined;
    if (!location || !own) continue;
    const same =
      own.identifier?.some((known) =>
        identifiers.some(({ system, value }) => known.system === system && known.value === value),
      ) ||
      (line !== undefined &&
        postalCode !== undefined &&
        own.address?.postalCode === postalCode &&
        own.address?.line?.[0]?.toLowerCase() === line.toLowerCase());
    if (same) found.add(location);
  }
  return found.size > 0 ? found : undefined;
}
