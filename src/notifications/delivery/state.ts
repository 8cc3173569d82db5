import type { Basic, Extension } from '@medplum/fhirtypes';
import { concept, extensionOf } from '../../fhir/elements.ts';
import { ownBase } from '../../fhir/systems.ts';
import { newBasic, type StoredBasic } from '../basic.ts';
import { notificationCodes, subscriptionSystem } from '../codes.ts';
import { instantAs, instantPart, partsOf } from '../parts.ts';

const stateUrl = `${ownBase}/StructureDefinition/delivery-state`;

/** How far a subscription's notifications have come. Written by who delivers, on the version last read: that is the fence. */
export interface DeliveryState {
  /** The subscription's `asked` that the endpoint has confirmed by a handshake; 0: none. */
  readonly confirmed: number;
  /** Number of the last event that was delivered, or given up. */
  readonly settled: number;
  /** Failed attempts in a row; what failed is tried again before anything else is sent. */
  readonly attempts: number;
  readonly failingSince?: Temporal.Instant;
  /** Not before. */
  readonly next?: Temporal.Instant;
  /** Why the last attempt failed, in words that name neither secrets nor members. */
  readonly failure?: string;
  readonly lastSent?: Temporal.Instant;
  /** Which instance delivers, and until when others leave it alone. */
  readonly holder?: string;
  readonly until?: Temporal.Instant;
}

export const newDelivery: DeliveryState = { confirmed: 0, settled: 0, attempts: 0 };

/** The state without failures. */
export function withoutFailure(state: DeliveryState): DeliveryState {
  return { ...state, attempts: 0, failingSince: undefined, next: undefined, failure: undefined };
}

export function readDelivery(basic: Basic): DeliveryState {
  const parts = partsOf(extensionOf(basic, stateUrl));
  return {
    confirmed: parts('confirmed')?.valueUnsignedInt ?? 0,
    settled: parts('settled')?.valueUnsignedInt ?? 0,
    attempts: parts('attempts')?.valueUnsignedInt ?? 0,
    failingSince: instantPart(parts, 'failing-since'),
    next: instantPart(parts, 'next'),
    failure: parts('failure')?.valueString,
    lastSent: instantPart(parts, 'last-sent'),
    holder: parts('holder')?.valueString,
    until: instantPart(parts, 'until'),
  };
}

export function deliveryBasic(subscription: string, state: DeliveryState): Basic {
  return newBasic('delivery', [{ system: subscriptionSystem, value: subscription }], deliveryExtension(state));
}

export function withDelivery(basic: StoredBasic, state: DeliveryState): StoredBasic {
  return { ...basic, extension: [deliveryExtension(state)] };
}

/** Of a subscription that was deleted. */
export function endedDelivery(basic: StoredBasic): StoredBasic {
  return { ...basic, code: concept(notificationCodes, 'ended') };
}

function deliveryExtension(state: DeliveryState): Extension {
  return {
    url: stateUrl,
    extension: [
      { url: 'confirmed', valueUnsignedInt: state.confirmed },
      { url: 'settled', valueUnsignedInt: state.settled },
      { url: 'attempts', valueUnsignedInt: state.attempts },
      ...instantAs('failing-since', state.failingSince),
      ...instantAs('next', state.next),
      ...textAs('failure', state.failure),
      ...instantAs('last-sent', state.lastSent),
      ...textAs('holder', state.holder),
      ...instantAs('until', state.until),
    ],
  };
}

function textAs(url: string, text: string | undefined): readonly Extension[] {
  return text === undefined ? [] : [{ url, valueString: text }];
}
