import { extensionOf } from '../../fhir/elements.ts';
import { itemFindings } from '../../fhir/itemFindings.ts';
import { trackingIdOf } from '../../pas/additionalInformation/communicationRequest.ts';
import { pasExtension } from '../../pas/codes.ts';
import { citation, policyInForce } from '../../policy/data/policyVersions.ts';
import { notes } from '../../policy/notes.ts';
import type { Authorization } from './authorizations.ts';
import type { ClockChange } from './clockChange.ts';
import type { AllowedDecision } from './decide.ts';
import type { DecisionCase } from './decisionCase.ts';

/** What the requestor reads of one item decided: the reasons as the person gave them, what follows, and the criteria. */
export function told(
  allowed: AllowedDecision,
  item: number,
  authorization: Authorization | undefined,
): readonly string[] {
  const { current, decision, clocks } = allowed;
  const { reasons } = decision;
  switch (decision.decision) {
    case 'approve':
      return [...reasons, ...approved(current, item, authorization)];
    case 'modify':
      return [...reasons, ...instead(authorization), criteria(current, item)];
    case 'deny':
      return [...reasons, criteria(current, item)];
    case 'extend':
      return [...reasons, dueNote('extended', clocks), criteria(current, item)];
    case 'lower-urgency':
      return [...reasons, dueNote('routine', clocks)];
    case 'request-information':
      return [...reasons, ...asked(allowed, item)];
  }
}

function approved(
  { request }: DecisionCase,
  item: number,
  authorization: Authorization | undefined,
): readonly string[] {
  if (!authorization) return [];
  const { period } = authorization;
  const submitted = request.items.find(({ sequence }) => sequence === item);
  if (submitted?.isOpinion) return notes.approved(period, submitted.serviceDate ?? period.start);
  return [`Approved as requested, from ${period.start} to ${period.end}.`];
}

function instead(authorization: Authorization | undefined): readonly string[] {
  if (!authorization) return [];
  const names = authorization.providers.map(({ display, identifier }) => `${display} (NPI ${identifier?.value})`);
  const { start, end } = authorization.period;
  return [`Authorized instead: ${names.join(', ')}, from ${start} to ${end}, at no cost to the member.`];
}

/** What is needed, by when, and how to send it. */
function asked({ asked, current }: AllowedDecision, item: number): readonly string[] {
  if (!asked) return [];
  const stored = current.response.item?.find(({ itemSequence }) => itemSequence === item);
  const number = extensionOf(stored, pasExtension.administrationReferenceNumber)?.valueString;
  const reference = number === undefined ? '' : `, reference number ${number}`;
  const tracking = asked.documents.map(({ trackingId }) => trackingId).join(', ');
  const together = asked.tasks.flatMap((task) => trackingIdOf(task) ?? []).join(', ');
  return [
    ...asked.documents.map(({ words }) => `Information is requested: ${words}`),
    `It is needed by ${asked.due}. Send it with $submit-attachment, the member number${reference}, and tracking id ${tracking}; several documents at once with ${together}.`,
    'The request stays pended meanwhile; asking for information moves none of its deadlines.',
  ];
}

function dueNote(urgency: string, clocks: ClockChange | undefined): string {
  return `This ${urgency} request is decided by ${clocks?.due} at the latest.`;
}

/** The policy that was in force at receipt, with the clauses that software did not find met for the item. */
function criteria({ response, receivedOn }: DecisionCase, item: number): string {
  const policy = citation(policyInForce(receivedOn));
  const clauses = itemFindings(response, item).openClauses;
  const among = clauses.length > 0 ? `, ${clauses.join(', ')}` : '';
  return `Criteria: ${policy}${among}.`;
}
