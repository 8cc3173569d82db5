import type { CommunicationRequest, Task } from '@medplum/fhirtypes';
import { withOffset } from '../../deadlines/localTime.ts';
import { concept, extensionOf } from '../../fhir/elements.ts';
import { caseSystem, icd10Codes } from '../../fhir/systems.ts';
import { communicationRequest } from '../../pas/additionalInformation/communicationRequest.ts';
import type { InformationRequestPlan, ItemConcerned } from '../../pas/additionalInformation/informationRequest.ts';
import { kindOf, pasTask, type RequestKind } from '../../pas/additionalInformation/pasTask.ts';
import {
  askedByCode,
  askedInWords,
  type RequestedDocument,
} from '../../pas/additionalInformation/requestedDocument.ts';
import { pasExtension } from '../../pas/codes.ts';
import { receiptKey } from '../receipt.ts';
import type { Decision } from './decision.ts';
import type { DecisionCase } from './decisionCase.ts';

/** A document asked for: its request, with the fullUrl it has in the transaction. */
export interface AskedDocument {
  readonly fullUrl: string;
  readonly request: CommunicationRequest;
  readonly trackingId: string;
  readonly words: string;
}

/** What a decision asks of the requestor. */
export interface InformationAsked {
  readonly documents: readonly AskedDocument[];
  readonly tasks: readonly Task[];
  /** Instant, ISO 8601 with offset. */
  readonly due: string;
}

/** Names of the resources a decision makes: derived, so that a repeated run gives the same. */
export interface AskingNumbers {
  readonly fullUrl: string;
  readonly trackingId: string;
}

const kinds: readonly RequestKind[] = ['code', 'questionnaire'];

/** What a decision asks for, in words and by code. */
export function documentsAsked({ information, informationCodes }: Decision): readonly RequestedDocument[] {
  return [...information.map(askedInWords), ...informationCodes.flatMap((code) => askedByCode(code) ?? [])];
}

/** So many numbers a decision needs: one a document, and one for the Task of each kind. */
export function numbersNeeded(decision: Decision): number {
  const documents = documentsAsked(decision);
  return documents.length === 0 ? 0 : documents.length + kinds.length;
}

export interface AskInput {
  readonly decided: Temporal.Instant;
  readonly due: Temporal.Instant;
  readonly timeZone: string;
  readonly numbers: readonly AskingNumbers[];
}

/** A CommunicationRequest a document, and a PASTask a kind of request. Pure. */
export function informationAsked(
  current: DecisionCase,
  decision: Decision,
  items: readonly number[],
  { decided, due, timeZone, numbers }: AskInput,
): InformationAsked {
  const { response, receipt, task } = current;
  const plan: InformationRequestPlan = {
    documents: documentsAsked(decision),
    modifiers: decision.informationModifiers,
    items: items.map((sequence) => itemConcerned(current, sequence)),
    response,
    caseIdentifier: { system: caseSystem, value: receiptKey(receipt) },
    urgent: task.priority === 'urgent',
    authoredOn: withOffset(decided, timeZone),
    due: withOffset(due, timeZone),
  };
  const named = plan.documents.map((document, index) => ({ document, ...numberAt(numbers, index) }));
  return {
    documents: named.map(({ document, fullUrl, trackingId }) => ({
      fullUrl,
      trackingId,
      words: document.words,
      request: communicationRequest(plan, document, trackingId),
    })),
    tasks: kinds.flatMap((kind, index) => {
      const own = named.filter(({ document }) => kindOf(document) === kind);
      const { trackingId } = numberAt(numbers, plan.documents.length + index);
      const referred = own.map(({ document, fullUrl }) => ({ document, reference: fullUrl }));
      return own.length > 0 ? [pasTask(plan, kind, referred, trackingId)] : [];
    }),
    due: plan.due,
  };
}

function numberAt(numbers: readonly AskingNumbers[], index: number): AskingNumbers {
  const found = numbers[index];
  if (!found) throw new Error(`There is no number for request ${index + 1}`);
  return found;
}

function itemConcerned({ request, submission }: DecisionCase, sequence: number): ItemConcerned {
  const [diagnosis] = request.items.find((item) => item.sequence === sequence)?.diagnoses ?? [];
  const item = submission.claim.item?.find((each) => each.sequence === sequence);
  const trace = extensionOf(item, pasExtension.itemTraceNumber)?.valueIdentifier?.value;
  return {
    sequence,
    ...(diagnosis === undefined ? {} : { diagnosis: concept(icd10Codes, diagnosis) }),
    ...(trace === undefined ? {} : { trace }),
  };
}
