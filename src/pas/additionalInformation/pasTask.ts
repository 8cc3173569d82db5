import type { Task, TaskInput } from '@medplum/fhirtypes';
import { priorAuthorization, taskCodes, taskInputs, trackingSystem } from './codes.ts';
import { byIdentifier, contentModifiers, serviceLineNumber } from './communicationRequest.ts';
import type { InformationRequestPlan } from './informationRequest.ts';
import type { RequestedDocument } from './requestedDocument.ts';

/** Both kinds of request, each by a Task of its own. */
export type RequestKind = keyof typeof taskCodes;

/** A document, and the reference to its CommunicationRequest. */
export interface ReferredDocument {
  readonly document: RequestedDocument;
  readonly reference: string;
}

export function kindOf({ style }: RequestedDocument): RequestKind {
  return style === 'questionnaire' ? 'questionnaire' : 'code';
}

/**
 * The Task by which the requestor is asked, as it is stored; where to send the information is added as it goes out. Due at
 * `restriction.period.end`.
 * @param documents - of one kind, at least one
 * @see PAS 2.2.1 profile-task
 */
export function pasTask(
  plan: InformationRequestPlan,
  kind: RequestKind,
  documents: readonly ReferredDocument[],
  trackingId: string,
): Task {
  const { response, urgent, authoredOn, due } = plan;
  return {
    resourceType: 'Task',
    identifier: [{ system: trackingSystem, value: trackingId }],
    basedOn: documents.map(({ reference }) => ({ reference })),
    groupIdentifier: plan.caseIdentifier,
    status: 'requested',
    statusReason: { text: 'A reviewer of the plan needs this information; the request stays pended meanwhile.' },
    intent: 'order',
    priority: urgent ? 'urgent' : 'routine',
    code: taskCodes[kind],
    for: response.patient,
    authoredOn,
    requester: byIdentifier(response.insurer),
    owner: byIdentifier(response.requestor),
    reasonCode: priorAuthorization,
    reasonReference: response.request,
    restriction: { period: { start: authoredOn, end: due } },
    input: kind === 'code' ? attachmentsNeeded(plan, documents) : questionnaireContexts(plan),
  };
}

function attachmentsNeeded(plan: InformationRequestPlan, documents: readonly ReferredDocument[]): TaskInput[] {
  return documents.flatMap(({ document }) =>
    plan.items.map(({ sequence }) => ({
      extension: [serviceLineNumber(sequence), ...contentModifiers(plan)],
      type: taskInputs.attachmentsNeeded,
      valueCodeableConcept: document.code,
    })),
  );
}

/** The context under which the requestor gets the questionnaire: the trace number of the item, else of the request. */
function questionnaireContexts({ items, response }: InformationRequestPlan): TaskInput[] {
  const whole = response.identifier?.[0]?.value ?? '';
  return items.map(({ sequence, trace = whole }) => ({
    extension: [serviceLineNumber(sequence)],
    type: taskInputs.questionnaireContext,
    valueString: trace,
  }));
}
