import type { ClaimResponse, CodeableConcept, CommunicationRequest, Identifier, Task } from '@medplum/fhirtypes';
import type { RequestedDocument } from './requestedDocument.ts';

/** What is asked of the requestor: a CommunicationRequest a document, and the PASTasks by which it is asked. */
export interface InformationRequests {
  readonly communicationRequests: readonly CommunicationRequest[];
  readonly tasks: readonly Task[];
}

export const nothingAsked: InformationRequests = { communicationRequests: [], tasks: [] };

/** An item for which the information is needed. */
export interface ItemConcerned {
  readonly sequence: number;
  /** In terms of which the documents are asked for. */
  readonly diagnosis?: CodeableConcept;
  /** Its trace number, the context of a questionnaire; the request's own when it has none. */
  readonly trace?: string;
}

/** What a person asks for, and what it is about. */
export interface InformationRequestPlan {
  readonly documents: readonly RequestedDocument[];
  /** LOINC: how much of a document, such as the last three months of it. */
  readonly modifiers: readonly CodeableConcept[];
  readonly items: readonly ItemConcerned[];
  /** The answer that stays pended, as stored. */
  readonly response: ClaimResponse;
  readonly caseIdentifier: Identifier;
  readonly urgent: boolean;
  /** Instants, ISO 8601 with offset. */
  readonly authoredOn: string;
  readonly due: string;
}
