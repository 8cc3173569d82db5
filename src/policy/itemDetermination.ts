import { type Answer, allOf } from './answer.ts';
import { authorizationPeriod } from './authorization.ts';
import { type CandidateView, viewCandidates } from './availability.ts';
import { appropriatelyQualified } from './clauses/appropriatelyQualified.ts';
import { independentOpinion, sharedGroup } from './clauses/independentOpinion.ts';
import { mediCalCertified } from './clauses/mediCalCertified.ts';
import { networkProfessionalAvailable } from './clauses/networkProfessionalAvailable.ts';
import { networkProvider } from './clauses/networkProvider.ts';
import { notExcluded } from './clauses/notExcluded.ts';
import { outOfNetworkTimeframe } from './clauses/outOfNetworkTimeframe.ts';
import { priorAuthorization } from './clauses/priorAuthorization.ts';
import { referralOutsideNetwork } from './clauses/referralOutsideNetwork.ts';
import { orderStands } from './clauses/requestIsReviewed.ts';
import { treatmentNeedsAuthorization } from './clauses/treatmentNeedsAuthorization.ts';
import type { DeterminationOptions, ItemDetermination } from './determination.ts';
import type { CaseFacts, ItemFacts, RequestedParty, RequestedProfessional } from './facts.ts';
import type { Finding } from './finding.ts';
import { notes, recommendation } from './notes.ts';
import { covers } from './period.ts';

/** The answer table for one item: the first row that matches. */
export function determineItem(
  item: ItemFacts,
  facts: CaseFacts,
  urgent: boolean,
  options: DeterminationOptions,
): ItemDetermination {
  const isMarked = facts.secondOpinionSignals.length > 0;
  const treatment = treatmentNeedsAuthorization(item.isOpinion, isMarked);
  const order = orderStands(item.orderProblem);
  const base = { sequence: item.sequence, action: 'A4', task: 'review', candidates: [] } as const;
  const { activeProducts, period } = item.coverage;
  const isCovered = activeProducts.length > 0 && covers(period, item.serviceDate) !== 'no';
  if (!isCovered || !item.coverage.policyApplies) {
    const text = isCovered ? notes.otherProduct : notes.noCoverage(item.serviceDate);
    return { ...base, row: 2, notes: [text], findings: order, recommendation: recommendation.coverage };
  }
  if (!isMarked || !item.isOpinion) {
    const text = item.isOpinion ? notes.notASecondOpinion : notes.treatment;
    return {
      ...base,
      row: 3,
      notes: [text],
      findings: [...order, treatment],
      recommendation: recommendation.treatment,
    };
  }
  if (item.serviceDate < facts.receivedOn) {
    return {
      ...base,
      row: 4,
      notes: [notes.past(item.serviceDate)],
      findings: [...order, treatment],
      recommendation: recommendation.past,
    };
  }
  if (item.orderProblem) {
    const contradicted = notes.contradicted[item.orderProblem];
    const findings = [...order, treatment];
    return { ...base, row: 10, notes: [contradicted], findings, recommendation: recommendation.contradicted };
  }
  const mayBeSurgical = facts.reasons.includes('R1');
  const alternatives = considerAlternatives(item, mayBeSurgical);
  if (item.requested.length === 0) return findProvider(item, alternatives, urgent);
  const network = item.requested.map((party) => networkProvider(party, item.serviceDate));
  // Several requested on one item: in network only if all are, and one who is out makes the item out.
  const inNetwork = allOf(network.map(({ answer }) => answer));
  const parties = item.requested.map((party) => partyFindings(party, item, mayBeSurgical));
  const findings = [
    ...network,
    priorAuthorization(inNetwork),
    outOfNetworkTimeframe(inNetwork, urgent),
    ...parties.flat(),
    treatment,
  ];
  if (inNetwork === 'yes') {
    const barred = parties
      .flat()
      .some(({ id, answer }) => answer === 'no' && (id === 'not-excluded' || id === 'licence-active'));
    if (barred)
      return { ...base, row: 7, notes: [notes.networkButBarred], findings, recommendation: recommendation.barred };
    return {
      sequence: item.sequence,
      row: 6,
      action: 'NA',
      notes: [notes.noPermissionNeeded],
      findings,
      candidates: [],
    };
  }
  const professional = onlyProfessional(item.requested);
  const onlyPeople = item.requested.every(({ kind }) => kind === 'professional');
  if (inNetwork === 'unknown' && onlyPeople) {
    return { ...base, row: 8, notes: [notes.networkUnknown], findings, recommendation: recommendation.networkUnknown };
  }
  const considered = [...findings, ...alternatives.findings];
  const shown = provenOutOfNetwork(professional, inNetwork, parties.flat(), alternatives.available, facts);
  if (professional && shown && options.autoApprove) {
    const authorization = authorizationPeriod(facts.receivedOn, options.authorizationDays, item, professional.standing);
    return {
      sequence: item.sequence,
      row: 9,
      action: 'A1',
      authorization,
      notes: notes.approved(authorization, item.serviceDate),
      findings: considered,
      candidates: alternatives.views,
    };
  }
  return {
    ...base,
    row: 10,
    notes: [inNetwork === 'no' ? notes.underReview : notes.networkUnknown],
    findings: considered,
    candidates: alternatives.views,
    recommendation: recommendation.review(shown, alternatives.available, considered, alternatives.views.length),
  };
}

interface Alternatives {
  readonly views: readonly CandidateView[];
  /** `no`: proven that nobody in the network can do it. */
  readonly available: Answer;
  readonly findings: readonly Finding[];
}

function considerAlternatives(item: ItemFacts, mayBeSurgical: boolean): Alternatives {
  const { alternatives, age, serviceDate, firstOpinion } = item;
  const diagnosis = item.diagnoses[0];
  const views = viewCandidates({ alternatives, diagnosis, age, serviceDate, firstOpinion, mayBeSurgical });
  const available = networkProfessionalAvailable(alternatives, views);
  return { views, available: available.answer, findings: [available, referralOutsideNetwork(available.answer)] };
}

function findProvider(item: ItemFacts, alternatives: Alternatives, urgent: boolean): ItemDetermination {
  const none = alternatives.available === 'no';
  return {
    sequence: item.sequence,
    row: 5,
    action: 'A4',
    task: 'find-provider',
    notes: [none ? notes.planFindsOutside : notes.planFinds],
    findings: [
      outOfNetworkTimeframe('unknown', urgent),
      ...alternatives.findings,
      treatmentNeedsAuthorization(true, true),
    ],
    candidates: alternatives.views,
    recommendation: recommendation.find(alternatives.available, alternatives.views.length),
  };
}

function onlyProfessional(requested: readonly RequestedParty[]): RequestedProfessional | undefined {
  const [only, ...others] = requested;
  return only?.kind === 'professional' && others.length === 0 ? only : undefined;
}

function partyFindings(party: RequestedParty, item: ItemFacts, mayBeSurgical: boolean): readonly Finding[] {
  if (party.kind === 'organization') return [];
  const { standing } = party;
  const { serviceDate, age } = item;
  return [
    ...appropriatelyQualified({ standing, diagnosis: item.diagnoses[0], age, serviceDate, mayBeSurgical }),
    mediCalCertified(standing.enrolments, serviceDate),
    notExcluded(standing.exclusions, serviceDate),
    independentOpinion(party, item.firstOpinion),
    sharedGroup(party),
  ].filter((entry) => entry !== undefined);
}

/** Row 9: exactly one professional, out of network, everything about them shown, and nobody in the network: A1 is in the member's favour. */
function provenOutOfNetwork(
  professional: RequestedProfessional | undefined,
  inNetwork: Answer,
  findings: readonly Finding[],
  available: Answer,
  facts: CaseFacts,
): boolean {
  if (!professional || inNetwork !== 'no' || available !== 'no') return false;
  if (facts.member.identified && facts.member.doubts.length > 0) return false;
  const required = ['appropriately-qualified', 'medi-cal-certified', 'not-excluded', 'independent-of-first-opinion'];
  return required.every((id) => findings.some((entry) => entry.id === id && entry.answer === 'yes'));
}
