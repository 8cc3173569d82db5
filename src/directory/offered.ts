import type { Practitioner, PractitionerRole } from '@medplum/fhirtypes';
import { codesOf, extensionOf, extensionsOf } from '../fhir/elements.ts';
import { type Evidence, known, unknown } from '../policy/evidence.ts';
import type { PatientsAccepted } from '../policy/facts.ts';
import type { CandidateQuestion } from './candidate.ts';
import { milesBetween, placeOfLocation } from './place.ts';
import type { DirectoryRecord } from './record.ts';
import { recordedOn } from './recordedOn.ts';
import type { Screening } from './screening.ts';

/** @see http://hl7.org/fhir/us/davinci-pdex-plan-net/STU1.1/StructureDefinition-newpatients.html */
const newPatientsUrl = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/newpatients';
/** @see http://hl7.org/fhir/us/davinci-pdex-plan-net/STU1.1/StructureDefinition-delivery-method.html */
const deliveryMethodUrl = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/delivery-method';
const deliveryMethodCodes = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/CodeSystem/DeliveryMethodCS';

/** To the nearest of the role's locations. One that cannot be placed may be nearer still: then nothing is known. */
export async function distanceOf(
  role: PractitionerRole,
  { member: { place }, postalCodes }: Pick<CandidateQuestion, 'member' | 'postalCodes'>,
  record: DirectoryRecord,
  { today, timeZone }: Screening,
): Promise<Evidence<number>> {
  if (place === undefined) return unknown('Where the member lives is not of record as a position');
  const references = (role.location ?? []).flatMap(({ reference }) => reference ?? []);
  if (references.length === 0) return unknown('The role has no location of record');
  const locations = await Promise.all(references.map((reference) => record.location(reference)));
  const miles = locations.flatMap((location) => {
    const there = location && placeOfLocation(location, postalCodes);
    return there ? [milesBetween(place, there)] : [];
  });
  if (miles.length < references.length) return unknown('A location of the role has no position of record');
  return known(Math.min(...miles), recordedOn(role, timeZone) ?? today);
}

/** A directory is complete for its own networks: a delivery it does not list is not offered. */
export async function telehealthOf(
  role: PractitionerRole,
  record: DirectoryRecord,
  { today, timeZone }: Screening,
): Promise<Evidence<boolean>> {
  const references = (role.healthcareService ?? []).flatMap(({ reference }) => reference ?? []);
  const services = await Promise.all(references.map((reference) => record.service(reference)));
  const isVirtual = services.some((service) =>
    extensionsOf(service, deliveryMethodUrl).some((method) =>
      codesOf(extensionOf(method, 'type')?.valueCodeableConcept, deliveryMethodCodes).includes('virtual'),
    ),
  );
  if (!isVirtual && services.includes(undefined)) return unknown('A service of the role is not of record');
  return known(isVirtual, recordedOn(role, timeZone) ?? today);
}

export function languagesOf(
  practitioner: Practitioner | undefined,
  { today, timeZone }: Screening,
): Evidence<readonly string[]> {
  const codes = (practitioner?.communication ?? []).flatMap(({ coding }) => coding?.flatMap(({ code }) => code ?? []));
  const languages = codes.filter((code) => code !== undefined);
  if (languages.length === 0) return unknown('The languages of the professional are not of record');
  return known(languages, (practitioner && recordedOn(practitioner, timeZone)) ?? today);
}

const accepting: ReadonlyMap<string, PatientsAccepted> = new Map([
  ['newpt', 'new-patients'],
  ['existptonly', 'existing-patients-only'],
  ['existptfam', 'existing-patients-and-families'],
  ['nopt', 'no-patients'],
]);

/** What is most open comes first. */
const openness = [...new Set(accepting.values())];

export function acceptingOf(
  role: PractitionerRole,
  networks: readonly string[],
  { today, timeZone }: Screening,
): Evidence<PatientsAccepted> {
  const statements = extensionsOf(role, newPatientsUrl).filter((statement) => {
    const network = extensionOf(statement, 'fromNetwork')?.valueReference?.reference;
    return network === undefined || networks.includes(network);
  });
  const values = statements.flatMap((statement) => {
    const code = extensionOf(statement, 'acceptingPatients')?.valueCodeableConcept?.coding?.[0]?.code;
    return accepting.get(code ?? '') ?? [];
  });
  const best = openness.find((value) => values.includes(value));
  if (best === undefined) return unknown('Whether new patients are accepted is not of record');
  return known(best, recordedOn(role, timeZone) ?? today);
}
