import type { Address, Location } from '@medplum/fhirtypes';
import { extensionOf } from '../fhir/elements.ts';
import type { PostalCodes } from './postalCodes.ts';

/** Degrees, WGS 84. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** @see http://hl7.org/fhir/R4/extension-geolocation.html */
const geolocationUrl = 'http://hl7.org/fhir/StructureDefinition/geolocation';

const earthRadiusMiles = 3958.8;

/** Along the great circle: no road is shorter. */
export function milesBetween(from: Place, to: Place): number {
  const [latitude, otherLatitude] = [radians(from.latitude), radians(to.latitude)];
  const north = Math.sin((otherLatitude - latitude) / 2) ** 2;
  const east = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  const haversine = north + Math.cos(latitude) * Math.cos(otherLatitude) * east;
  return 2 * earthRadiusMiles * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

/** Where an address is: its own geolocation, else the centroid of its postal code. */
export function placeOfAddress(address: Address | undefined, postalCodes: PostalCodes): Place | undefined {
  const geolocation = extensionOf(address, geolocationUrl);
  return (
    placeAt(extensionOf(geolocation, 'latitude')?.valueDecimal, extensionOf(geolocation, 'longitude')?.valueDecimal) ??
    postalCodes.get(fiveDigits(address?.postalCode))
  );
}

/** Where a location of record is: its position, else that of its address. */
export function placeOfLocation({ position, address }: Location, postalCodes: PostalCodes): Place | undefined {
  return placeAt(position?.latitude, position?.longitude) ?? placeOfAddress(address, postalCodes);
}

/** `95501-1234` lies in 95501. */
export function fiveDigits(postalCode: string | undefined): string {
  return postalCode?.trim().slice(0, 5) ?? '';
}

/** Nothing is where latitude and longitude are both zero, or out of range: a directory writes so what it does not know. */
function placeAt(latitude: number | undefined, longitude: number | undefined): Place | undefined {
  if (latitude === undefined || longitude === undefined) return undefined;
  if (latitude === 0 && longitude === 0) return undefined;
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
