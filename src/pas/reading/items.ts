import type { Claim, ClaimCareTeam, ClaimDiagnosis, ClaimItem, ServiceRequest } from '@medplum/fhirtypes';
import { codesOf, extensionOf } from '../../fhir/elements.ts';
import { cptCodes, hcpcsCodes, icd10Codes, x12 } from '../../fhir/systems.ts';
import { isOpinionProcedure, opinionServiceTypes } from '../../policy/data/opinionServices.ts';
import type { OrderProblem } from '../../policy/facts.ts';
import { pasCodes, pasExtension } from '../codes.ts';
import type { Submission } from '../request/submission.ts';
import { localDate } from './localDate.ts';
import { namedParties } from './namedParties.ts';
import { partyOf } from './parties.ts';
import { requestedServices } from './requestedServices.ts';
import type { SubmittedItem, SubmittedParty } from './submittedRequest.ts';

/** The items of the Claim, each as the policy wants to know it. */
export function itemsOf(submission: Submission, timeZone: string): readonly SubmittedItem[] {
  const items = submission.claim.item ?? [];
  const requested = items.map((item) => requestedOf(submission, item));
  const asked = requested.flat();
  return items.map((item, index) => ({
    sequence: item.sequence,
    isOpinion: isOpinion(item),
    serviceDate: serviceDateOf(submission, item, timeZone),
    diagnoses: diagnosesOf(submission.claim, item),
    requested: requested[index] ?? [],
    firstOpinion: firstOpinionOf(submission, item, asked),
    orderProblem: orderProblemOf(requestedServices(submission, item)),
  }));
}

/** The opinion itself: a visit or consultation. A procedure code decides where there is one; else the service type. */
function isOpinion(item: ClaimItem): boolean {
  const procedures = [cptCodes, ...hcpcsCodes].flatMap((system) => codesOf(item.productOrService, system));
  if (procedures.length > 0) return procedures.every(isOpinionProcedure);
  const named = codesOf(item.productOrService, x12(1365));
  const types = named.length > 0 ? named : codesOf(item.category, x12(1365));
  return types.some((type) => opinionServiceTypes.includes(type));
}

function requestedOf(submission: Submission, item: ClaimItem): readonly SubmittedParty[] {
  const careTeam = submission.claim.careTeam ?? [];
  const ofItem = careTeam.filter(({ sequence }) => item.careTeamSequence?.includes(sequence));
  if (ofItem.length > 0) return parties(submission, ofItem);
  const requestor = partyOf(submission, submission.claim.provider);
  const ofClaim = parties(submission, careTeam.filter(isClaimScope)).filter((party) => !isSame(party, requestor));
  if (ofClaim.length > 0) return ofClaim;
  const performers = requestedServices(submission, item).flatMap((order) =>
    (order.performer ?? []).map((reference) => ({ reference, from: order })),
  );
  return namedParties(submission, performers);
}

function firstOpinionOf(submission: Submission, item: ClaimItem, asked: readonly SubmittedParty[]): readonly string[] {
  const { claim } = submission;
  const requesters = requestedServices(submission, item).map((order) => partyOf(submission, order.requester, order));
  const others = parties(submission, claim.careTeam ?? []).filter(
    (party) => !asked.some((other) => isSame(party, other)),
  );
  const known = [...requesters, partyOf(submission, claim.provider), ...others]
    .filter((party) => party?.kind === 'professional')
    .map((party) => party?.npi)
    .filter((npi) => npi !== undefined);
  return [...new Set(known)];
}

function parties(submission: Submission, careTeam: readonly ClaimCareTeam[]): readonly SubmittedParty[] {
  return namedParties(
    submission,
    careTeam.map(({ provider }) => ({ reference: provider })),
  );
}

function isClaimScope(member: ClaimCareTeam): boolean {
  return extensionOf(member, pasExtension.careTeamClaimScope)?.valueBoolean === true;
}

function isSame(party: SubmittedParty, other: SubmittedParty | undefined): boolean {
  if (other === undefined || party.kind !== other.kind) return false;
  return party.npi === undefined ? party.name === other.name && other.npi === undefined : party.npi === other.npi;
}

function orderProblemOf(orders: readonly ServiceRequest[]): OrderProblem | undefined {
  if (orders.some(({ doNotPerform }) => doNotPerform === true)) return 'not-to-be-performed';
  return orders.some(({ status }) => status === 'entered-in-error') ? 'entered-in-error' : undefined;
}

function serviceDateOf(submission: Submission, item: ClaimItem, timeZone: string): string | undefined {
  const starts = [
    item.servicedDate,
    item.servicedPeriod?.start,
    ...requestedServices(submission, item).flatMap(({ occurrenceDateTime, occurrencePeriod, occurrenceTiming }) => [
      occurrenceDateTime,
      occurrencePeriod?.start,
      occurrenceTiming?.event?.[0],
      occurrenceTiming?.repeat?.boundsPeriod?.start,
    ]),
    submission.claim.billablePeriod?.start,
  ];
  return starts.map((start) => localDate(start, timeZone)).find((date) => date !== undefined);
}

/** The item's first diagnosis, else the principal one, else the first; the others follow. */
function diagnosesOf(claim: Claim, item: ClaimItem): readonly string[] {
  const all = [...(claim.diagnosis ?? [])].sort((a, b) => a.sequence - b.sequence);
  const first = all.find(({ sequence }) => sequence === item.diagnosisSequence?.[0]) ?? all.find(isPrincipal) ?? all[0];
  const ordered = first ? [first, ...all.filter((diagnosis) => diagnosis !== first)] : [];
  return ordered.flatMap(({ diagnosisCodeableConcept }) => codesOf(diagnosisCodeableConcept, icd10Codes));
}

/** PAS has its own code; senders also use R4's example system. */
const principalSystems: readonly string[] = [pasCodes, 'http://terminology.hl7.org/CodeSystem/ex-diagnosistype'];

function isPrincipal(diagnosis: ClaimDiagnosis): boolean {
  return principalSystems.some((system) => codesOf(diagnosis.type, system).includes('principal'));
}
