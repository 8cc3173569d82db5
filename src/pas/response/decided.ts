import type { ClaimResponse, CodeableConcept, Extension, Reference } from '@medplum/fhirtypes';

/**
 * What a person may make of a pended item, as X12 306: certified, not certified, modified; absent: it stays pended (A4).
 * Partly certified (A2) is not in the type: what is authorized instead is said with A6 and an added item.
 */
export type DecidedAction = 'A1' | 'A3' | 'A6';

/** What is authorized. */
export interface Certification {
  /** Certification number. */
  readonly number: string;
  /** Local date of issue. */
  readonly issued: string;
  /** Local dates, both included. */
  readonly period: { readonly start: string; readonly end: string };
  readonly providers: readonly Reference[];
}

interface ItemChange {
  readonly sequence: number;
  readonly reasonCodes: readonly CodeableConcept[];
  /** What the requestor is told of this item, sentence by sentence. */
  readonly notes: readonly string[];
}

/** What becomes of one item. */
export type DecidedItem =
  | (ItemChange & { readonly action: 'A1' | 'A6'; readonly certification: Certification })
  | (ItemChange & { readonly action: 'A3' })
  | (ItemChange & { readonly action?: undefined });

/** The licensed person who decided. */
export interface DecidingReviewer {
  readonly npi: string;
  /** NUCC. */
  readonly specialty?: CodeableConcept;
}

/** A decision on an answer. Without a reviewer there is none: software cannot make one. */
export interface DecidedAnswer {
  readonly reviewer: DecidingReviewer;
  /** Instant of the decision, ISO 8601 with offset. */
  readonly decided: string;
  readonly items: readonly DecidedItem[];
  /** The clocks that hold from now on, and the due instant they take the place of; absent: they stay. */
  readonly clocks?: { readonly extensions: readonly Extension[]; readonly replacedDue: string };
}

export type AnswerItem = NonNullable<ClaimResponse['item']>[number];
