import type { PractitionerRole } from '@medplum/fhirtypes';
import { extensionOf, extensionsOf, nameInWords, npiOf } from '../fhir/elements.ts';
import { networkTagSystem } from '../fhir/systems.ts';
import { relatedSpecialties } from '../policy/data/diagnosisMap.ts';
import { withEquivalents } from '../policy/data/equivalentSpecialties.ts';
import { type Evidence, known, type LocalDate, unknown } from '../policy/evidence.ts';
import type { AlternativeFacts, CandidateFacts } from '../policy/facts.ts';
import { covers } from '../policy/period.ts';
import { membershipsOf } from './networks.ts';
import { type DirectoryRecord, mostRoles } from './record.ts';
import type { Screening } from './screening.ts';
import { recordedOn, standingOf } from './standing.ts';

/** @see http://hl7.org/fhir/us/davinci-pdex-plan-net/STU1.1/StructureDefinition-newpatients.html */
const newPatientsUrl = 'http://hl7.org/fhir/us/davinci-pdex-plan-net/StructureDefinition/newpatients';

export interface AlternativeSearch {
  /** NUCC codes of the requested role; empty with nobody requested. */
  readonly specialties: readonly string[];
  readonly somebodyRequested: boolean;
  /** ICD-10-CM. */
  readonly diagnosis: string | undefined;
  /** `Organization/<id>`. */
  readonly networks: readonly string[];
  readonly serviceDate: LocalDate;
  /** NPIs of the requested: nobody is their own alternative. */
  readonly requested: readonly string[];
}

/**
 * The network professionals who might give the opinion: roles in the requested specialty or its equivalent, or, with
 * nobody requested, in those related to the diagnosis. The extension is the evidence; a role whose network tag is missing
 * makes the answer incomplete, because others like it may have been missed elsewhere.
 */
export async function findAlternatives(
  search: AlternativeSearch,
  record: DirectoryRecord,
  screening: Screening,
): Promise<AlternativeFacts> {
  const { specialties, searched } = lookedFor(search);
  if (specialties.length === 0) return { specialties, searched, candidates: [] };
  const { roles, truncated } = await record.rolesIn(specialties.join(','));
  const found = await Promise.all(
    roles.map(async (role) => ({ role, candidate: await candidateOf(role, search, record, screening) })),
  );
  const untagged = found.filter(({ role, candidate }) => candidate && !isTagged(role)).length;
  const incomplete = truncated
    ? `more than ${mostRoles} roles in these specialties`
    : untagged > 0
      ? `${untagged} network role(s) lack their network tag`
      : undefined;
  const candidates = found.flatMap(({ candidate }) => candidate ?? []);
  const others = candidates.filter(({ npi }) => !search.requested.includes(npi ?? ''));
  return { specialties, searched, candidates: others, ...(incomplete === undefined ? {} : { incomplete }) };
}

function isTagged({ meta }: PractitionerRole): boolean {
  return meta?.tag?.some(({ system }) => system === networkTagSystem) ?? false;
}

/** Which specialties to look in: the requested one's and its equivalents, or with nobody requested the diagnosis's. */
export function lookedFor({
  specialties,
  somebodyRequested,
  diagnosis,
}: Pick<AlternativeSearch, 'specialties' | 'somebodyRequested' | 'diagnosis'>): Pick<
  AlternativeFacts,
  'specialties' | 'searched'
> {
  if (somebodyRequested) {
    const wanted = withEquivalents(specialties);
    return { specialties: wanted, searched: wanted.length > 0 ? 'requested-specialty' : 'nothing-known' };
  }
  const related = diagnosis === undefined ? [] : withEquivalents(relatedSpecialties(diagnosis));
  return { specialties: related, searched: related.length > 0 ? 'diagnosis-map' : 'nothing-known' };
}

/** A candidate, unless the role is in none of the networks; one whose membership has ended stays in sight as such. */
async function candidateOf(
  role: PractitionerRole,
  { networks, serviceDate }: AlternativeSearch,
  record: DirectoryRecord,
  screening: Screening,
): Promise<CandidateFacts | undefined> {
  const practitioner = role.practitioner?.reference
    ? await record.practitioner(role.practitioner.reference)
    : undefined;
  if (!practitioner) return undefined;
  const memberships = await membershipsOf(role, networks, record);
  const membership = memberships.find((period) => covers(period, serviceDate) === 'yes') ?? memberships[0];
  if (membership === undefined) return undefined;
  const organization = role.organization?.reference
    ? await record.organization(role.organization.reference)
    : undefined;
  return {
    npi: npiOf(practitioner.identifier),
    name: nameInWords(practitioner.name) ?? 'a professional without a name',
    role: `PractitionerRole/${role.id}`,
    site: organization?.name ?? 'a site without a name',
    membership,
    accepting: acceptingOf(role, networks, screening),
    standing: await standingOf(practitioner, [role], serviceDate, record, screening),
  };
}

const accepting: ReadonlyMap<string, 'new-patients' | 'existing-patients-only' | 'no-patients'> = new Map([
  ['newpt', 'new-patients'],
  ['existptonly', 'existing-patients-only'],
  ['existptfam', 'existing-patients-only'],
  ['nopt', 'no-patients'],
]);

function acceptingOf(
  role: PractitionerRole,
  networks: readonly string[],
  { today, timeZone }: Screening,
): Evidence<'new-patients' | 'existing-patients-only' | 'no-patients'> {
  const statements = extensionsOf(role, newPatientsUrl).filter((statement) => {
    const network = extensionOf(statement, 'fromNetwork')?.valueReference?.reference;
    return network === undefined || networks.includes(network);
  });
  const values = statements.flatMap((statement) => {
    const code = extensionOf(statement, 'acceptingPatients')?.valueCodeableConcept?.coding?.[0]?.code;
    return accepting.get(code ?? '') ?? [];
  });
  const [first] = values;
  if (first === undefined) return unknown('Whether new patients are accepted is not of record');
  const best = values.includes('new-patients')
    ? 'new-patients'
    : values.includes('existing-patients-only')
      ? 'existing-patients-only'
      : first;
  return known(best, recordedOn(role, timeZone) ?? today);
}
