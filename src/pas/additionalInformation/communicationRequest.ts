import type {
  CommunicationRequest,
  CommunicationRequestPayload,
  Extension,
  Identifier,
  Reference,
} from '@medplum/fhirtypes';
import { codesOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';
import { cdexMedium, loincCodes, trackingSystem } from './codes.ts';
import type { InformationRequestPlan } from './informationRequest.ts';
import type { RequestedDocument } from './requestedDocument.ts';

/**
 * One document asked for, as it is stored. Asked for several items it is asked for once, for the request as a whole.
 * @param trackingId - its attachment control number
 * @see PAS 2.2.1 profile-communicationrequest
 */
export function communicationRequest(
  plan: InformationRequestPlan,
  document: RequestedDocument,
  trackingId: string,
): CommunicationRequest {
  const { response, items, due, urgent, authoredOn } = plan;
  const [only, ...others] = items;
  const line = only && others.length === 0 ? [serviceLineNumber(only.sequence)] : [];
  const payload = payloadOf(plan, document);
  return {
    resourceType: 'CommunicationRequest',
    ...(line.length > 0 ? { extension: line } : {}),
    identifier: [{ system: trackingSystem, value: trackingId }],
    groupIdentifier: plan.caseIdentifier,
    status: 'active',
    ...(payload === undefined ? { category: [document.code] } : { payload: [payload] }),
    priority: urgent ? 'urgent' : 'routine',
    medium: [cdexMedium],
    subject: response.patient,
    about: [{ reference: `ClaimResponse/${response.id}` }],
    occurrencePeriod: { start: authoredOn, end: due },
    authoredOn,
    // The information goes from the requestor to the insurer, who asks for it.
    requester: response.insurer,
    recipient: [response.insurer],
    ...(response.requestor ? { sender: response.requestor } : {}),
    note: [{ text: document.words }],
  };
}

export function serviceLineNumber(sequence: number): Extension {
  return { url: pasExtension.serviceLineNumber, valuePositiveInt: sequence };
}

/** How much of the document is asked for. */
export function contentModifiers({ modifiers }: InformationRequestPlan): readonly Extension[] {
  return modifiers.map((valueCodeableConcept) => ({ url: pasExtension.contentModifier, valueCodeableConcept }));
}

/** Only a LOINC code goes into the payload; a kind of report is the category. */
function payloadOf(plan: InformationRequestPlan, { code }: RequestedDocument): CommunicationRequestPayload | undefined {
  const [contentString] = codesOf(code, loincCodes);
  if (contentString === undefined) return undefined;
  const diagnoses = new Map(plan.items.flatMap(({ diagnosis }) => (diagnosis ? [[codeIn(diagnosis), diagnosis]] : [])));
  const extension = [
    ...[...diagnoses.values()].map((valueCodeableConcept) => ({
      url: pasExtension.communicatedDiagnosis,
      valueCodeableConcept,
    })),
    ...contentModifiers(plan),
  ];
  return { ...(extension.length > 0 ? { extension } : {}), contentString };
}

function codeIn({ coding }: NonNullable<InformationRequestPlan['items'][number]['diagnosis']>): string | undefined {
  return coding?.[0]?.code;
}

/** The tracking id among identifiers. */
export function trackingIdOf({ identifier }: { readonly identifier?: Identifier[] }): string | undefined {
  return identifier?.find(({ system }) => system === trackingSystem)?.value;
}

/** Who is named by identifier alone; undefined: nobody is. */
export function byIdentifier(reference: Reference | undefined): { identifier: Identifier } | undefined {
  return reference?.identifier === undefined ? undefined : { identifier: reference.identifier };
}
