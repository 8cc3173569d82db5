import type { Address, Coding, Location, PractitionerRole } from '@medplum/fhirtypes';
import { codesOf } from '../../fhir/elements.ts';
import { areaTagSystem, taxonomyCodes } from '../../fhir/systems.ts';
import { fiveDigits } from '../place.ts';

/**
 * A role's specialties with the areas it practises in, as tags, sorted by code: what a search for somebody near the member
 * asks for. A pre-filter; how far a location is, is told by its position.
 * @param locationOf - the location a reference names, or undefined when it is not of record
 */
export function areaTags(role: PractitionerRole, locationOf: (reference: string) => Location | undefined): Coding[] {
  const specialties = codesOf(role.specialty, taxonomyCodes);
  const areas = (role.location ?? []).flatMap(({ reference }) =>
    areasOf(reference ? locationOf(reference)?.address : undefined),
  );
  const codes = specialties.flatMap((specialty) => areas.map((area) => areaTagCode(specialty, area)));
  return [...new Set(codes)].sort().map((code) => ({ system: areaTagSystem, code }));
}

/** A specialty (NUCC) in an area. */
export function areaTagCode(specialty: string, area: string): string {
  return `${specialty}@${area}`;
}

/** The areas an address lies in: its postal code of five digits, and its city. */
export function areasOf(address: Address | undefined): readonly string[] {
  if (!address) return [];
  return [fiveDigits(address.postalCode), inOneSpelling(address.city ?? '')].filter((area) => area !== '');
}

function inOneSpelling(city: string): string {
  return city.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trim().replaceAll(/\s+/g, ' ');
}
