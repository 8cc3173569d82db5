import type { Practitioner, PractitionerRole } from '@medplum/fhirtypes';
import { nameInWords, npiOf } from '../fhir/elements.ts';
import type { Answer } from '../policy/answer.ts';
import type { DatePeriod, LocalDate } from '../policy/evidence.ts';
import type { CandidateFacts, ProfessionalStanding } from '../policy/facts.ts';
import { covers } from '../policy/period.ts';
import type { MemberSetting } from './memberSetting.ts';
import { membershipsOfRole } from './networks.ts';
import { acceptingOf, distanceOf, languagesOf, telehealthOf } from './offered.ts';
import type { PostalCodes } from './postalCodes.ts';
import type { DirectoryRecord } from './record.ts';
import type { Screening } from './screening.ts';
import { standingOf, standingOfNobody } from './standing.ts';
import { outdatedExclusion } from './statedFacts.ts';

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
  const memberships = await membershipsOfRole(role, networks, record);
  const membership = bestOf(memberships, serviceDate);
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

/** The membership that holds on the date, else one that may; of those that do not, the first. */
function bestOf(memberships: readonly DatePeriod[], serviceDate: LocalDate): DatePeriod | undefined {
  const [first] = memberships;
  const holding = (answer: Answer) => memberships.find((period) => covers(period, serviceDate) === answer);
  return holding('yes') ?? holding('unknown') ?? first;
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
