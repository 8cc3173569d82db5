import type {
  Coverage,
  Extension,
  InsurancePlan,
  Location,
  Organization,
  Patient,
  Practitioner,
  PractitionerRole,
} from '@medplum/fhirtypes';
import type { RecordResource } from '../directory/load/recordTypes.ts';
import type { PostalCodes } from '../directory/postalCodes.ts';
import { concept } from '../fhir/elements.ts';
import { degreeCodes, identifierTypes, npiSystem, planProductSystem, taxonomyCodes } from '../fhir/systems.ts';
import { taxonomyRows } from '../policy/data/taxonomy.ts';
import { seeded } from './random.ts';

const planNet = 'http://hl7.org/fhir/us/davinci-pdex-plan-net';
const memberSystem = 'https://plan.example/members';
const networks = 6;
/** The others belong to another product. */
const networksOfProduct = 4;
const rolesPerPractitioner = 2.5;
const rolesPerGroup = 40;
const [south, north, west, east] = [38, 41.8, -124, -121];
const columns = 30;
const firstPostalCode = 94_000;
export const payerNpi = npiOfNumber(9, 1);

/** How many there are of what, in a plan of so many roles. */
export interface PlanSize {
  readonly roles: number;
  readonly practitioners: number;
  readonly groups: number;
  readonly members: number;
}

export function sizeOf(roles: number): PlanSize {
  return {
    roles,
    practitioners: Math.ceil(roles / rolesPerPractitioner),
    groups: Math.ceil(roles / rolesPerGroup),
    members: 500,
  };
}

/** An invented plan of record, the same for the same size and seed, by the name of the file it goes into. */
export function syntheticPlan(size: PlanSize, seed: number): ReadonlyMap<string, () => Iterable<RecordResource>> {
  return new Map<string, () => Iterable<RecordResource>>([
    ['Organization', () => [...organizations(), ...times(size.groups, group)]],
    ['InsurancePlan', () => [product()]],
    ['Location', () => lazily(size.groups, seed, location)],
    ['Practitioner', () => lazily(size.practitioners, seed, practitioner)],
    ['PractitionerRole', () => lazily(size.roles, seed, (index, random) => role(index, size, random))],
    ['Patient', () => lazily(size.members, seed, patient)],
    ['Coverage', () => times(size.members, coverage)],
  ]);
}

/** The NPI of practitioner `index`. */
export function practitionerNpi(index: number): string {
  return npiOfNumber(1, index);
}

/** The member number of member `index`. */
export function memberNumber(index: number): string {
  return `SYN${String(index).padStart(6, '0')}`;
}

/** One specialty each, spread evenly over the specialties of people. */
export function specialtyOf(practitioner: number): string {
  const codes = taxonomyRows.filter(([, kind]) => kind === 'specialist' || kind === 'primary-care');
  return codes[practitioner % codes.length]?.[0] ?? '207R00000X';
}

function* lazily(
  count: number,
  seed: number,
  make: (index: number, random: ReturnType<typeof seeded>) => RecordResource,
): Iterable<RecordResource> {
  const random = seeded(seed);
  for (let index = 0; index < count; index += 1) yield make(index, random);
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function organizations(): readonly Organization[] {
  const plan = organization('plan', 'payer', { system: npiSystem, value: payerNpi });
  return [
    plan,
    ...times(networks, (index) => ({
      ...organization(`network-${index}`, 'ntwk', { system: 'https://plan.example/networks', value: `n${index}` }),
      partOf: { reference: 'Organization/plan' },
    })),
  ];
}

function organization(id: string, type: string, identifier: { system: string; value: string }): Organization {
  return {
    resourceType: 'Organization',
    id,
    active: true,
    name: `Organization ${id}`,
    identifier: [identifier],
    type: [concept(`${planNet}/CodeSystem/OrgTypeCS`, type)],
  };
}

function group(index: number): Organization {
  return organization(`group-${index}`, 'prvgrp', { system: npiSystem, value: npiOfNumber(8, index) });
}

function product(): InsurancePlan {
  return {
    resourceType: 'InsurancePlan',
    id: 'medi-cal',
    status: 'active',
    name: 'Medi-Cal',
    identifier: [{ system: planProductSystem, value: 'medi-cal' }],
    ownedBy: { reference: 'Organization/plan' },
    network: times(networksOfProduct, (index) => ({ reference: `Organization/network-${index}` })),
  };
}

function location(index: number, random: ReturnType<typeof seeded>): Location {
  return {
    resourceType: 'Location',
    id: `location-${index}`,
    status: 'active',
    name: `Location ${index}`,
    ...placed(random),
  };
}

/** Somewhere in the north of California: a position, and a postal code of its own each tenth of a degree. */
function placed(random: ReturnType<typeof seeded>) {
  const position = { latitude: random.between(south, north), longitude: random.between(west, east) };
  const [row, column] = [Math.floor((position.latitude - south) * 10), Math.floor((position.longitude - west) * 10)];
  return { position, address: { postalCode: String(firstPostalCode + row * columns + column) } };
}

/** The centroids of the invented postal codes. */
export function syntheticPostalCodes(): PostalCodes {
  const rows = Math.ceil((north - south) * 10);
  const centroids = times(rows * columns, (index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const centroid = { latitude: south + (row + 0.5) / 10, longitude: west + (column + 0.5) / 10 };
    return [String(firstPostalCode + index), centroid] as const;
  });
  return new Map(centroids);
}

function practitioner(index: number): Practitioner {
  return {
    resourceType: 'Practitioner',
    id: `practitioner-${index}`,
    active: true,
    identifier: [{ system: npiSystem, value: practitionerNpi(index) }],
    name: [{ family: `Family${index}`, given: ['Given'] }],
    qualification: [
      { code: concept(degreeCodes, 'MD'), period: { start: '2010-01-01' }, extension: [activeLicence] },
      { code: concept(taxonomyCodes, specialtyOf(index)), period: { start: '2012-01-01' } },
    ],
    communication: [concept('urn:ietf:bcp:47', 'en')],
  };
}

const activeLicence: Extension = {
  url: `${planNet}/StructureDefinition/practitioner-qualification`,
  extension: [{ url: 'status', valueCode: 'active' }],
};

function role(index: number, { practitioners, groups }: PlanSize, random: ReturnType<typeof seeded>): PractitionerRole {
  const own = index % practitioners;
  const place = random.whole(groups);
  return {
    resourceType: 'PractitionerRole',
    id: `role-${index}`,
    active: true,
    practitioner: { reference: `Practitioner/practitioner-${own}` },
    organization: { reference: `Organization/group-${place}` },
    location: [{ reference: `Location/location-${place}` }],
    specialty: [concept(taxonomyCodes, specialtyOf(own))],
    period: { start: '2020-01-01' },
    extension: [
      {
        url: `${planNet}/StructureDefinition/network-reference`,
        valueReference: { reference: `Organization/network-${random.whole(networks)}` },
      },
    ],
  };
}

function patient(index: number, random: ReturnType<typeof seeded>): Patient {
  const { position, address } = placed(random);
  const geolocation: Extension = {
    url: 'http://hl7.org/fhir/StructureDefinition/geolocation',
    extension: [
      { url: 'latitude', valueDecimal: position.latitude },
      { url: 'longitude', valueDecimal: position.longitude },
    ],
  };
  return {
    resourceType: 'Patient',
    id: `member-${index}`,
    active: true,
    identifier: [numbered(index)],
    name: [{ family: `Member${index}` }],
    birthDate: '1980-01-01',
    address: [{ ...address, use: 'home', district: 'Napa', extension: [geolocation] }],
    communication: [{ language: concept('urn:ietf:bcp:47', 'en'), preferred: true }],
  };
}

function coverage(index: number): Coverage {
  return {
    resourceType: 'Coverage',
    id: `coverage-${index}`,
    status: 'active',
    identifier: [numbered(index)],
    beneficiary: { reference: `Patient/member-${index}` },
    payor: [{ reference: 'Organization/plan' }],
    period: { start: '2020-01-01' },
    class: [{ type: concept('http://terminology.hl7.org/CodeSystem/coverage-class', 'plan'), value: 'medi-cal' }],
  };
}

function numbered(index: number) {
  return { type: concept(identifierTypes, 'MB'), system: memberSystem, value: memberNumber(index) };
}

/** Ten digits with the check digit: `1`, a digit for the kind, seven for the number. */
function npiOfNumber(kind: number, index: number): string {
  const digits = `1${kind}${String(index).padStart(7, '0')}`;
  const doubled = [...digits].map((digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return value > 9 ? value - 9 : value;
  });
  // 24 stands for the prefix 80840 of health identifiers.
  const sum = doubled.reduce((total, value) => total + value, 24);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
