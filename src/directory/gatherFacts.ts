import type { MedplumClient } from '@medplum/core';
import type { SubmittedItem, SubmittedRequest } from '../pas/reading/submittedRequest.ts';
import { type AlternativeQuestion, availability, viewCandidates } from '../policy/availability.ts';
import type { DistanceStandards } from '../policy/data/distanceStandards.ts';
import { type Evidence, known, type LocalDate, unknown } from '../policy/evidence.ts';
import type { CaseFacts, ItemFacts } from '../policy/facts.ts';
import { findAlternatives } from './alternatives.ts';
import type { CandidateQuestion } from './candidate.ts';
import { coverageOn } from './coverage.ts';
import { findMember, type MemberRecord } from './member.ts';
import { memberSetting } from './memberSetting.ts';
import { noPostalCodes, type PostalCodes } from './postalCodes.ts';
import { prefetch, type Records } from './prefetch.ts';
import { payerNamed, readPlanProducts } from './product.ts';
import { openRecord } from './record.ts';
import { partyOfRecord } from './requestedParty.ts';
import { readScreening, type Screening } from './screening.ts';

/** The facts of a case, and which records of the plan they come from. */
export interface GatheredFacts {
  readonly facts: CaseFacts;
  readonly matched: MatchedRecords;
}

/** References (`Type/<id>`) to the plan's records that the request's people and organizations were matched to. */
export interface MatchedRecords {
  readonly patient?: string;
  readonly insurer?: string;
  /** The coverage of record relied on, item by item, first item first. */
  readonly coverage?: string;
  /** By NPI of whom the request asks for. */
  readonly parties: ReadonlyMap<string, string>;
}

export interface GatherOptions {
  /** Local date of receipt. */
  readonly receivedOn: LocalDate;
  /** The plan's. */
  readonly timeZone: string;
  /** Product values the policy applies to. */
  readonly products: readonly string[];
  /** Absent: only addresses with a position of their own are placed. */
  readonly postalCodes?: PostalCodes;
  /** Absent: the state's. */
  readonly distanceStandards?: DistanceStandards;
  /**
   * Seconds for which the plan's products and networks, the dates of its lists, and the candidates of a specialty may be
   * remembered, where the store remembers; absent or 0: everything is as it is now. Whom the request names, the member and
   * their coverage are always read now.
   */
  readonly maxAge?: number;
}

/**
 * Looks up everything the policy asks for. Reads only; nothing submitted is trusted, nothing of record is changed.
 * What is remembered may show that somebody is there. That nobody is, on which an approval rests, it never shows: then
 * everything is read now.
 */
export async function gatherFacts(
  client: MedplumClient,
  request: SubmittedRequest,
  options: GatherOptions,
): Promise<GatheredFacts> {
  const { maxAge = 0 } = options;
  const gathered = await gather(client, request, options, maxAge);
  return maxAge > 0 && gathered.facts.items.some((item) => showsNobody(item, gathered.facts))
    ? gather(client, request, options, 0)
    : gathered;
}

/** Would an answer rest on there being nobody in the network? */
function showsNobody(item: ItemFacts, { reasons }: CaseFacts): boolean {
  const { alternatives, age, serviceDate, firstOpinion } = item;
  const [diagnosis] = item.diagnoses;
  const mayBeSurgical = reasons.includes('R1');
  const views = viewCandidates({ alternatives, diagnosis, age, serviceDate, firstOpinion, mayBeSurgical });
  return availability(alternatives, views).state === 'none';
}

async function gather(
  client: MedplumClient,
  request: SubmittedRequest,
  options: GatherOptions,
  maxAge: number,
): Promise<GatheredFacts> {
  const ofPlan = readPlanProducts(client, options.products, maxAge);
  const networkTags = async () => (await ofPlan).networkTags;
  const named = openRecord(client, networkTags);
  const records = { named, candidates: maxAge > 0 ? openRecord(client, networkTags, maxAge) : named };
  // All at once: a store that is reached over the network is then asked in few rounds.
  const [products, found, screening] = await Promise.all([
    ofPlan,
    findMember(client, request.member, ofPlan),
    readScreening(client, options.receivedOn, options.timeZone, maxAge),
    prefetch(records, request),
  ]);
  const payer = payerNamed(products, request.insurer);
  const member: MemberRecord = payer ? found : nobody;
  const { insurer: _insurer, member: _member, items: _items, ...statements } = request;
  const shared = {
    receivedOn: options.receivedOn,
    payerIsOurs: payer !== undefined,
    member: member.facts,
    ...statements,
  };
  const insurer = payer && `Organization/${payer.id}`;
  const patient = member.patient && `Patient/${member.patient.id}`;
  if (!payer || !member.facts.identified) {
    return { facts: { ...shared, items: [] }, matched: { insurer, patient, parties: new Map() } };
  }
  const { postalCodes = noPostalCodes, distanceStandards } = options;
  const question = (networks: readonly string[], serviceDate: LocalDate, age: Evidence<number>): ItemQuestion => {
    const setting = memberSetting(member.patient, serviceDate, { postalCodes, distanceStandards }, screening);
    return { networks, serviceDate, postalCodes, member: setting, age, mayBeSurgical: request.reasons.includes('R1') };
  };
  const parties = new Map<string, string>();
  const items: ItemFacts[] = [];
  let relied: string | undefined;
  for (const item of request.items) {
    const serviceDate = item.serviceDate ?? options.receivedOn;
    const { facts, coverage, networks } = coverageOn(member.coverages, products, serviceDate);
    relied ??= coverage && `Coverage/${coverage.id}`;
    const age = ageOn(serviceDate, member.facts.birthDate);
    items.push({
      sequence: item.sequence,
      isOpinion: item.isOpinion,
      serviceDate,
      coverage: facts,
      diagnoses: item.diagnoses,
      age,
      firstOpinion: item.firstOpinion,
      ...(item.orderProblem ? { orderProblem: item.orderProblem } : {}),
      ...(await partiesOf(item, question(networks, serviceDate, age), records, screening, parties)),
    });
  }
  return { facts: { ...shared, items }, matched: { insurer, patient, coverage: relied, parties } };
}

/** Who asked another plan's payer is not looked for in ours. */
const nobody: MemberRecord = {
  facts: { identified: false, problem: 'number-not-of-record' },
  coverages: [],
};

/** What an item asks of every professional. */
type ItemQuestion = CandidateQuestion & Pick<AlternativeQuestion, 'age' | 'mayBeSurgical'>;

async function partiesOf(
  item: SubmittedItem,
  question: ItemQuestion,
  { named, candidates }: Records,
  screening: Screening,
  references: Map<string, string>,
): Promise<Pick<ItemFacts, 'requested' | 'alternatives'>> {
  const { firstOpinion, requested } = item;
  const { networks, serviceDate } = question;
  const found = await Promise.all(
    requested.map((party) => partyOfRecord({ party, networks, serviceDate, firstOpinion }, named, screening)),
  );
  for (const { facts, reference } of found) if (facts.npi && reference) references.set(facts.npi, reference);
  const search = {
    ...question,
    firstOpinion,
    specialties: [...new Set(found.flatMap(({ specialties }) => specialties))],
    somebodyRequested: requested.length > 0,
    diagnosis: item.diagnoses[0],
    requested: requested.flatMap(({ npi }) => npi ?? []),
  };
  return {
    requested: found.map(({ facts }) => facts),
    alternatives: await findAlternatives(search, candidates, screening),
  };
}

function ageOn(date: LocalDate, birthDate: LocalDate | undefined): Evidence<number> {
  if (birthDate?.length !== 10) return unknown('No full date of birth of record');
  const years = Temporal.PlainDate.from(birthDate).until(Temporal.PlainDate.from(date), { largestUnit: 'year' }).years;
  return known(years, date);
}
