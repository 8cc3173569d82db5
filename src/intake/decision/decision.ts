import type { CodeableConcept } from '@medplum/fhirtypes';
import { ownBase } from '../../fhir/systems.ts';
import type { Issue } from '../../pas/request/issues.ts';
import type { DecisionCode } from '../../policy/data/decisionRights.ts';

/** Names of the parts of a decision: parameters of `Task/$decide`, types of Task.output. */
export const decisionPartCodes = `${ownBase}/CodeSystem/decision`;

/** Who is authorized instead: by NPI, or by a reference to a record. */
export type NamedProvider = { readonly npi: string } | { readonly reference: string };

/** A decision as a person states it. */
export interface Decision {
  readonly decision: DecisionCode;
  /** NPI of the person who decides. */
  readonly reviewer: string;
  readonly reasons: readonly string[];
  readonly reasonCodes: readonly CodeableConcept[];
  /** Sequences; empty: every item of the Task that is still pended. */
  readonly items: readonly number[];
  readonly provider?: NamedProvider;
  /** What is asked for, in words. */
  readonly information: readonly string[];
  /** What is asked for, by code: LOINC attachment code, X12 755 report type, or LOINC 102089-0 for a questionnaire. */
  readonly informationCodes: readonly CodeableConcept[];
  /** LOINC attachment modifiers: how much of what is asked for by code. */
  readonly informationModifiers: readonly CodeableConcept[];
  /** FHIR dateTime: until when the decision is put off, or by when the information is needed. */
  readonly dueBy?: string;
}

/** Why a decision does not stand; all of one kind are told at once. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 409 | 412 | 422;
  readonly issues: readonly Issue[];
}

/** Where each part stands in what was sent: `Parameters.parameter`, `Task.output`. */
export type Whereabouts = (part: string) => string;
