import type { Address } from '@medplum/fhirtypes';
import { fiveDigits, milesBetween, placeOfAddress } from './place.ts';
import type { PostalCodes } from './postalCodes.ts';

/** A part of the member's surroundings as a search of locations by address takes it. */
export interface Area {
  readonly parameter: 'address-postalcode' | 'address-city';
  readonly values: readonly string[];
}

/** Codes in each ring around the member's own, nearest first: few at first, so that a dense directory is not read widely. */
const rings = [2, 6, 40] as const;
/** Farther no standard of distance reaches. */
const mostMiles = 60;

/**
 * Where to look first for somebody near: in the member's own postal code, then, by the table of centroids, in the codes
 * around it, ring by ring; where the table does not place the member, in the member's city.
 */
export function areasAround(address: Address | undefined, postalCodes: PostalCodes): readonly Area[] {
  const own = fiveDigits(address?.postalCode);
  const place = placeOfAddress(address, postalCodes);
  const around = place
    ? [...postalCodes]
        .map(([code, centroid]) => ({ code, miles: milesBetween(place, centroid) }))
        .filter(({ code, miles }) => code !== own && miles <= mostMiles)
        .sort((a, b) => a.miles - b.miles)
        .map(({ code }) => code)
    : [];
  const areas: Area[] = own === '' ? [] : [{ parameter: 'address-postalcode', values: [own] }];
  let start = 0;
  for (const size of rings) {
    const values = around.slice(start, start + size);
    if (values.length > 0) areas.push({ parameter: 'address-postalcode', values });
    start += size;
  }
  if (around.length === 0 && address?.city) areas.push({ parameter: 'address-city', values: [address.city] });
  return areas;
}
