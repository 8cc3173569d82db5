import type { OrganizationAffiliation, PractitionerRole } from '@medplum/fhirtypes';
import type { SubmittedSite } from '../pas/reading/submittedRequest.ts';
import type { DatePeriod, LocalDate } from '../policy/evidence.ts';
import type { NetworkSite, NetworkStanding } from '../policy/facts.ts';
import { covers, overlap } from '../policy/period.ts';
import { datePeriod } from './coverage.ts';
import { ownNetworks } from './load/networkTags.ts';
import type { DirectoryRecord } from './record.ts';
import { type Place, placesAsked } from './sitesAsked.ts';

/**
 * Where a professional stands in the given networks, site by site: the sites the request names, when they are of record; else
 * every active role. A role's own network-reference outranks its group's affiliations.
 * @param networks - `Organization/<id>` of the product's networks
 */
export async function networkStanding(
  roles: readonly PractitionerRole[],
  networks: readonly string[],
  asked: readonly SubmittedSite[],
  serviceDate: LocalDate,
  record: DirectoryRecord,
): Promise<NetworkStanding> {
  const active = roles.filter((role) => isActive(role, serviceDate));
  const places = active.flatMap(placesOf);
  const named = await placesAsked(places, asked, record);
  const sites = new Map<string, { label: string; memberships: DatePeriod[] }>();
  for (const place of new Set(named?.flat() ?? places)) {
    const key = `${place.organization}|${place.location}`;
    const entry = sites.get(key) ?? { label: await labelOf(place, record), memberships: [] };
    entry.memberships.push(...(await membershipsOf(place, networks, record)));
    sites.set(key, entry);
  }
  const notHeld = named?.some((those) => those.length === 0) && sites.size > 0 ? [withoutRole] : [];
  const all: readonly NetworkSite[] = [...sites.values(), ...notHeld];
  // What is named may still be several places, e.g. all of a group: then each counts, as if none was named.
  return { sites: all, siteNamed: named !== undefined && all.length <= 1 };
}

/** Beside a site named where a role is held, one where none is. */
const withoutRole: NetworkSite = { label: 'another site named, without an active role there', memberships: [] };

/** The periods in which a role counts as in one of the networks, at any of its places. */
export async function membershipsOfRole(
  role: PractitionerRole,
  networks: readonly string[],
  record: DirectoryRecord,
): Promise<readonly DatePeriod[]> {
  const memberships = await Promise.all(placesOf(role).map((place) => membershipsOf(place, networks, record)));
  return memberships.flat();
}

/** The periods in which a role counts as in one of the networks at one place. */
async function membershipsOf(
  { role, location }: Place,
  networks: readonly string[],
  record: DirectoryRecord,
): Promise<readonly DatePeriod[]> {
  const period = datePeriod(role.period) ?? {};
  const own = ownNetworks(role);
  if (own.length > 0) return own.some(({ reference }) => networks.includes(reference ?? '')) ? [period] : [];
  const group = role.organization?.reference;
  const affiliations = group ? await record.affiliationsOf(group) : [];
  return affiliations
    .filter((affiliation) => isAt(affiliation, location))
    .flatMap((affiliation) => {
      const periods = affiliationPeriods([affiliation], networks);
      return periods.map((one) => overlap(period, isShownAt(affiliation, location) ? one : { end: one.end }));
    });
}

/** An affiliation may be for some of the group's locations only. */
export function isAt({ location: places }: OrganizationAffiliation, location: string | undefined): boolean {
  return location === undefined || !places?.length || places.some(({ reference }) => reference === location);
}

/** A role without a location may be held at one of the affiliation's, or at another: that it ever began is not shown. */
function isShownAt({ location: places }: OrganizationAffiliation, location: string | undefined): boolean {
  return location !== undefined || !places?.length;
}

/** An affiliation without any period stands as long as it is active. */
export function affiliationPeriods(
  affiliations: readonly OrganizationAffiliation[],
  networks: readonly string[],
): readonly DatePeriod[] {
  return affiliations
    .filter(({ network }) => network?.some(({ reference }) => networks.includes(reference ?? '')))
    .map(({ period }) => datePeriod(period) ?? { start: '0001-01-01' });
}

function isActive(role: PractitionerRole, serviceDate: LocalDate): boolean {
  return role.active !== false && covers(datePeriod(role.period), serviceDate) !== 'no';
}

function placesOf(role: PractitionerRole): readonly Place[] {
  const organization = role.organization?.reference;
  const locations = (role.location ?? []).map(({ reference }) => reference);
  return (locations.length > 0 ? locations : [undefined]).map((location) => ({ role, organization, location }));
}

async function labelOf({ organization, location }: Place, record: DirectoryRecord): Promise<string> {
  const group = organization ? (await record.organization(organization))?.name : undefined;
  const place = location ? (await record.location(location))?.name : undefined;
  return [group, place].filter((name) => name !== undefined).join(', ') || 'a site without a name';
}
