import type { ClaimItem, Extension, Reference } from '@medplum/fhirtypes';
import { extensionsOf } from '../../fhir/elements.ts';
import { pasExtension } from '../codes.ts';

/**
 * What a modified item asked for: said on the item, beside the added item that is authorized. Only parts that are no extensions of
 * their own: of those, PAS 2.2.1 gives none a place within this one. @see PAS 2.2.1, spec-36
 */
export function requestedDetail(item: ClaimItem): Extension {
  const { productOrService, modifier = [], unitPrice, quantity } = item;
  return {
    url: pasExtension.itemAuthorizedDetail,
    extension: [
      { url: 'productOrServiceCode', valueCodeableConcept: productOrService },
      ...modifier.map((valueCodeableConcept) => ({ url: 'modifier', valueCodeableConcept })),
      ...(unitPrice ? [{ url: 'unitPrice', valueMoney: unitPrice }] : []),
      ...(quantity ? [{ url: 'quantity', valueQuantity: quantity }] : []),
    ],
  };
}

/**
 * The requested service, as it is stored: the request's entries are not. What is sent leads to the entry again.
 * @see PAS 2.2.1 extension-requestedService
 */
export function storableService(item: ClaimItem): readonly Extension[] {
  return extensionsOf(item, pasExtension.requestedService)
    .slice(0, 1)
    .map(({ url, valueReference }) => ({ url, valueReference: withoutLink(valueReference, item.sequence) }));
}

function withoutLink(service: Reference | undefined, sequence: number): Reference {
  const { type, identifier, display } = service ?? {};
  return { type, identifier, display: display ?? `The service requested by item ${sequence}` };
}
