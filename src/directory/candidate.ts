import type { Practitioner, PractitionerRole } from '@medplum/fhirtypes';
import { codesOf, extensionOf, extensionsOf, nameInWords, npiOf } from '../fhir/elements.ts';
import { type Evidence, known, type LocalDate, unknown } from '../policy/evidence.ts';
import type { CandidateFacts, PatientsAccepted, ProfessionalStanding } from '../policy/facts.ts';
import { covers } from '../policy/period.ts';
import type { MemberSetting } from './memberSetting.ts';
import { membershipsOf } from './networks.ts';
import { milesBetween, placeOfLocation } from './place.ts';
import type { PostalCodes } from './postalCodes.ts';
import type { DirectoryRecord } from './record.ts';
import type { Screening } from './screening.ts';
import { recordedOn, standingOf, standingOfNobody } from './standing.ts';
import { outdatedExclusion } from './statedFacts.ts';

/** @see http://hl7.org/fhir/us/davinci-pdex-plan-net/STU1.1/StructureDefinition-newpatients.html */
const newPatientsUrl = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/newpatients';
/** @see http://hl7.org/fhir/us/davinci-pdex-plan-net/STU1.1/StructureDefinition-delivery-method.html */
const deliveryMethodUrl = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/delivery-method';
const deliveryMethodCodes = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/CodeSystem/DeliveryMethodCS';

/** What a role is looked at for. */
export interface CandidateQuestion {
  /** `Organization/<id>` of the product's networks. */
  readonly networks: readonly string[];
  readonly serviceDate: LocalDate;
  readonly member: MemberSetting;
  readonly postalCodes: PostalCodes;
}

/**
 * A candidate, unless the role is in none of the networks or held by nobody; one whose membership has ended stays in sight
 * as such, and so does one whose professional is not of record, of whom nothing is known.
 */
export async function candidateOf(
  role: PractitionerRole,
  question: CandidateQuestion,
  record: DirectoryRecord,
  screening: Screening,
): Promise<CandidateFacts | undefined> {
  const { networks, serviceDate, member } = question;
  const memberships = await membershipsOf(role, networks, record);
  const membership = memberships.find((period) => covers(period, serviceDate) === 'yes') ?? memberships[0];
  const person = role.practitioner?.reference;
  if (membership === undefined || person === undefined) return undefined;
  const [practitioner, organization, distance, telehealth] = await Promise.all([
    record.practitioner(person),
    role.organization?.reference ? record.organization(role.organization.reference) : undefined,
    distanceOf(role, question, record, screening),
    telehealthOf(role, record, screening),
  ]);
  return {
    npi: npiOf(practitioner?.identifier),
    name: nameInWords(practitioner?.name) ?? 'a professional without a name',
    role: `PractitionerRole/${role.id}`,
    site: organization?.name ?? 'a site without a name',
    membership,
    accepting: acceptingOf(role, networks, screening),
    isOwnPatient: [person, `PractitionerRole/${role.id}`].some((own) => member.professionals.includes(own)),
    distance,
    telehealth,
    languages: languagesOf(practitioner, screening),
    standing: practitioner
      ? await standingOfCandidate(practitioner, role, question, record, screening)
      : standingOfNobody,
  };
}

/** What an old list says of somebody proves them unavailable no more: an approval would rest on it. */
async function standingOfCandidate(
  practitioner: Practitioner,
  role: PractitionerRole,
  { serviceDate }: CandidateQuestion,
  record: DirectoryRecord,
  screening: Screening,
): Promise<ProfessionalStanding> {
  const [standing, flags] = await Promise.all([
    standingOf(practitioner, [role], serviceDate, record, screening),
    record.flagsOf(`Practitioner/${practitioner.id}`),
  ]);
  return { ...standing, exclusions: outdatedExclusion(flags, serviceDate, screening.today) ?? standing.exclusions };
}

/** To the nearest of the role's locations. One that cannot be placed may be nearer still: then nothing is known. */
async function distanceOf(
  role: PractitionerRole,
  { member: { place }, postalCodes }: CandidateQuestion,
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
async function telehealthOf(
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

function languagesOf(
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

function acceptingOf(
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
