import type { Organization } from '@medplum/fhirtypes';
import type { NetworkSite } from '../policy/facts.ts';
import { affiliationPeriods, isAt } from './networks.ts';
import type { DirectoryRecord } from './record.ts';

/**
 * Where an organization stands in the given networks: as a whole, or, where one of its affiliations to them is for some
 * locations only, at each of its locations of record.
 * @param networks - `Organization/<id>` of the product's networks
 */
export async function sitesOfOrganization(
  { id, name = 'an organization without a name' }: Organization,
  networks: readonly string[],
  record: DirectoryRecord,
): Promise<readonly NetworkSite[]> {
  const affiliations = await record.affiliationsOf(`Organization/${id}`);
  const ofNetworks = affiliations.filter((affiliation) => affiliationPeriods([affiliation], networks).length > 0);
  const places = ofNetworks.flatMap(({ location = [] }) => location.flatMap(({ reference }) => reference ?? []));
  if (places.length === 0) return [{ label: name, memberships: affiliationPeriods(ofNetworks, networks) }];
  const own = await record.locationsOf(`Organization/${id}`);
  const all = new Set([...places, ...own.map((location) => `Location/${location.id}`)]);
  return Promise.all(
    [...all].map(async (place) => ({
      label: [name, (await record.location(place))?.name].filter(Boolean).join(', '),
      memberships: affiliationPeriods(
        ofNetworks.filter((affiliation) => isAt(affiliation, place)),
        networks,
      ),
    })),
  );
}
