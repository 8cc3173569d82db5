import type { ClaimResponse, ClaimResponseError, ClaimResponseItem, Extension, Period } from '@medplum/fhirtypes';
import { extensionOf } from '../../fhir/elements.ts';
import { npiSystem } from '../../fhir/systems.ts';
import { pasExtension } from '../../pas/codes.ts';
import { type ReviewActionWords, reviewActionWords } from '../reviewActions.ts';

/** What one item was answered with. */
export interface AnsweredItem extends ReviewActionWords {
  readonly sequence: number;
  /** X12 306. */
  readonly action?: string;
  readonly certificationNumber?: string;
  readonly referenceNumber?: string;
  /** Local dates an approval holds for. */
  readonly period?: Period;
  /** Whom an approval is for: name and NPI. */
  readonly provider?: string;
  readonly notes: readonly string[];
}

/** Why a request cannot be processed as it stands. */
export interface AnsweredError {
  /** X12 901. */
  readonly code: string;
  readonly words: string;
  /** FHIRPath. */
  readonly where?: string;
  readonly followUp?: string;
}

/** The items of an answer, with the process notes that belong to each. */
export function itemsIn({ item, processNote }: ClaimResponse): readonly AnsweredItem[] {
  return (item ?? []).map((entry) => {
    const numbers = new Set(entry.noteNumber);
    const notes = (processNote ?? []).filter(({ number }) => number !== undefined && numbers.has(number));
    return readItem(
      entry,
      notes.map(({ text }) => text),
    );
  });
}

function readItem(item: ClaimResponseItem, notes: readonly string[]): AnsweredItem {
  const review = item.adjudication
    .map((adjudication) => extensionOf(adjudication, pasExtension.reviewAction))
    .find((found) => found !== undefined);
  const coding = extensionOf(review, pasExtension.reviewActionCode)?.valueCodeableConcept?.coding?.[0];
  return {
    sequence: item.itemSequence,
    action: coding?.code,
    ...reviewActionWords(coding?.code, coding?.display),
    certificationNumber: extensionOf(review, 'number')?.valueString,
    referenceNumber: extensionOf(item, pasExtension.administrationReferenceNumber)?.valueString,
    period: extensionOf(item, pasExtension.itemPreAuthPeriod)?.valuePeriod,
    // PAS names the provider asked for on every item; only with A1 it is one authorized.
    provider: coding?.code === 'A1' ? providerIn(extensionOf(item, pasExtension.itemAuthorizedProvider)) : undefined,
    notes,
  };
}

function providerIn(authorized: Extension | undefined): string | undefined {
  const reference = extensionOf(authorized, 'provider')?.valueReference;
  const npi = reference?.identifier?.system === npiSystem ? `NPI ${reference.identifier.value}` : undefined;
  const words = [reference?.display, npi].filter((part) => part !== undefined);
  return words.length > 0 ? words.join(', ') : undefined;
}

/** Why the request as a whole could not be processed. */
export function errorsIn({ error }: ClaimResponse): readonly AnsweredError[] {
  return (error ?? []).map(readError);
}

function readError(error: ClaimResponseError): AnsweredError {
  const [coding] = error.code.coding ?? [];
  return {
    code: coding?.code ?? '',
    words: error.code.text ?? coding?.display ?? 'Not said',
    where: extensionOf(error, pasExtension.errorPath)?.valueString,
    followUp: extensionOf(error, pasExtension.errorFollowupAction)?.valueCodeableConcept?.coding?.[0]?.display,
  };
}
