import type { ClaimResponseItem, CodeableConcept, Extension } from '@medplum/fhirtypes';
import { concept, extensionOf } from '../../fhir/elements.ts';
import { x12 } from '../../fhir/systems.ts';
import { pasExtension, reviewActionDisplay } from '../codes.ts';
import type { Certification } from './decided.ts';

export const submittedAdjudication = concept('http://terminology.hl7.org/CodeSystem/adjudication', 'submitted');

/** @param number - the certification number, with what is certified */
export function reviewAction(
  action: keyof typeof reviewActionDisplay,
  number?: string,
  reasonCodes: readonly CodeableConcept[] = [],
): Extension {
  return {
    url: pasExtension.reviewAction,
    extension: [
      ...(number === undefined ? [] : [{ url: 'number', valueString: number }]),
      {
        url: pasExtension.reviewActionCode,
        valueCodeableConcept: concept(x12(306), action, reviewActionDisplay[action]),
      },
      ...reasonCodes.map((valueCodeableConcept) => ({ url: 'reasonCode', valueCodeableConcept })),
    ],
  };
}

/** The number of the whole event, without a code of its own. */
export function eventNumber(valueString: string): Extension {
  return { url: pasExtension.reviewAction, extension: [{ url: 'number', valueString }] };
}

/** The certification number of an item or an added item. */
export function certificationNumberOf(item: Pick<ClaimResponseItem, 'adjudication'>): string | undefined {
  return extensionOf(extensionOf(item.adjudication[0], pasExtension.reviewAction), 'number')?.valueString;
}

/** When what is certified was issued, and how long it holds. */
export function certificationExtensions({ issued, period }: Pick<Certification, 'issued' | 'period'>): Extension[] {
  return [
    { url: pasExtension.itemPreAuthIssueDate, valueDate: issued },
    { url: pasExtension.itemPreAuthPeriod, valuePeriod: { ...period } },
  ];
}
