import type { Address } from '@medplum/fhirtypes';
import { areasOf } from './load/areaTags.ts';
import { fiveDigits, milesBetween, type Place, placeOfAddress } from './place.ts';
import type { PostalCodes } from './postalCodes.ts';

/** Areas, as the tags of roles name them, that are about as far from the member as each other. */
export type Ring = readonly string[];

/** Codes in each ring around the member's own, nearest first: few at first, so that a dense directory is not read widely. */
const sizes = [2, 6, 40] as const;
/** Farther no standard of distance reaches. */
const mostMiles = 60;
/** Of latitude, a little less than it is. */
const milesOfDegree = 68;

/**
 * Where to look first for somebody near: in the member's own postal code, then, by the table of centroids, in the codes
 * around it, ring by ring; where the table does not place the member, in the member's city.
 */
export function ringsAround(address: Address | undefined, postalCodes: PostalCodes): readonly Ring[] {
  const own = fiveDigits(address?.postalCode);
  const place = placeOfAddress(address, postalCodes);
  if (!place) return areasOf(address).map((area) => [area]);
  const around = codesAround(place, postalCodes).filter((code) => code !== own);
  const rings: Ring[] = own === '' ? [] : [[own]];
  let start = 0;
  for (const size of sizes) {
    rings.push(around.slice(start, start + size));
    start += size;
  }
  return rings.filter(({ length }) => length > 0);
}

function codesAround(place: Place, postalCodes: PostalCodes): readonly string[] {
  const near: { readonly code: string; readonly miles: number }[] = [];
  for (const [code, centroid] of postalCodes) {
    // A degree of latitude is all it takes to leave most of a state out.
    if (Math.abs(centroid.latitude - place.latitude) * milesOfDegree > mostMiles) continue;
    const miles = milesBetween(place, centroid);
    if (miles <= mostMiles) near.push({ code, miles });
  }
  return near.sort((a, b) => a.miles - b.miles).map(({ code }) => code);
}
