import type { CodeableConcept, Identifier, Resource } from '@medplum/fhirtypes';

/** What `$submit-attachment` brings, once nothing is wrong with it. @see CDex 2.1.0, OperationDefinition/submit-attachment */
export interface AttachmentSubmission {
  /** Names the request for the information, or the request the information belongs to. */
  readonly trackingId: Identifier;
  readonly memberId: Identifier;
  /** Administration reference number of a pended item. */
  readonly referenceNumber?: Identifier;
  /** Who sends it, as far as said: organization and professional. */
  readonly senders: readonly Identifier[];
  readonly documents: readonly SentDocument[];
  /** Nothing else will follow. */
  readonly final: boolean;
}

/** One document: of a DocumentReference with several contents each is one. */
export interface SentDocument {
  /** FHIRPath of the parameter it came in. */
  readonly expression: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly resourceType: Resource['resourceType'];
  /** What it is, as the sender says. */
  readonly code?: CodeableConcept;
  /** As the sender calls it; not fit for display as it is. */
  readonly title?: string;
  /** Sequences of the items it is about; none: the request as a whole. */
  readonly items: readonly number[];
}
