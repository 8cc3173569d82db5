import type { ClaimResponse, ClaimResponseItem, Extension } from '@medplum/fhirtypes';
import { extensionOf, referencedId } from './elements.ts';
import { caseSystem, ownBase } from './systems.ts';

/** On the stored answer to a request that was updated: the answer that stands in its place. */
export const replacedByUrl = `${ownBase}/StructureDefinition/replaced-by`;
/** On the stored answer to an update: the answer in whose place it stands. */
export const replacesUrl = `${ownBase}/StructureDefinition/replaces`;
/** On a stored answer, and on Tasks of its case: the answer to an earlier request for the same, which was undecided then. */
export const earlierRequestUrl = `${ownBase}/StructureDefinition/earlier-request`;
/** On an answer: the instant at which the clocks began that run on from an earlier request. Absent: they began with its own receipt. */
export const clocksSinceUrl = `${ownBase}/StructureDefinition/clocks-since`;
/** On an item of the answer to an update: the earlier submission that says what is asked for. Absent: the update itself does. */
export const submittedInUrl = `${ownBase}/StructureDefinition/submitted-in`;

/** @param reference - `ClaimResponse/<id>`, or its fullUrl within a transaction */
export function replacedBy(reference: string): Extension {
  return { url: replacedByUrl, valueReference: { reference } };
}

export function replaces(reference: string): Extension {
  return { url: replacesUrl, valueReference: { reference } };
}

/** @param reference - `ClaimResponse/<id>` */
export function earlierRequest(reference: string): Extension {
  return { url: earlierRequestUrl, valueReference: { reference } };
}

export function clocksSince(instant: Temporal.Instant): Extension {
  return { url: clocksSinceUrl, valueInstant: instant.toString({ smallestUnit: 'millisecond' }) };
}

/** @param key - case key of the submission */
export function submittedIn(key: string): Extension {
  return { url: submittedInUrl, valueIdentifier: { system: caseSystem, value: key } };
}

/** Id of the answer that stands in the place of this one. */
export function replacedById(response: ClaimResponse): string | undefined {
  return referencedId(extensionOf(response, replacedByUrl)?.valueReference?.reference)?.id;
}

/** When the clocks of an answer began, where that was before its own receipt. */
export function clocksSinceOf(response: ClaimResponse): Temporal.Instant | undefined {
  const instant = extensionOf(response, clocksSinceUrl)?.valueInstant;
  return instant === undefined ? undefined : Temporal.Instant.from(instant);
}

/** Case key of the earlier submission that says what an item asks for. */
export function submittedInOf(item: ClaimResponseItem): string | undefined {
  return extensionOf(item, submittedInUrl)?.valueIdentifier?.value;
}

/** The case key of an answer; those of the answers it replaces are kept as old. */
export function caseKeyOf({ identifier = [] }: ClaimResponse): string | undefined {
  return identifier.find(({ system, use }) => system === caseSystem && use !== 'old')?.value;
}
