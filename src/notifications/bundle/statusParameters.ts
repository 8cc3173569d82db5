import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { backport } from '../codes.ts';
import { instantText } from '../parts.ts';
import type { NotificationEvent } from '../queue/event.ts';
import type { SubscriptionRecord } from '../subscription/record.ts';

/** What a SubscriptionStatus is about. @see Subscriptions R5 Backport 1.1.0, subscription-notification-type */
export type NotificationType = 'handshake' | 'heartbeat' | 'event-notification' | 'query-status' | 'query-event';

export interface NotifiedEvent {
  readonly event: NotificationEvent;
  /** fullUrl of the entry with the answer; absent where the answer is not sent along. */
  readonly focus?: string;
}

/**
 * SubscriptionStatus as R4's Parameters. What is delivered says `active`: that it arrives is what the status is about.
 * @param errors - what went wrong, in words
 * @see Subscriptions R5 Backport 1.1.0, backport-subscription-status-r4
 */
export function statusParameters(
  record: SubscriptionRecord,
  type: NotificationType,
  events: readonly NotifiedEvent[] = [],
  errors: readonly string[] = [],
): Parameters {
  const { id, subscription, state } = record;
  return {
    resourceType: 'Parameters',
    id: crypto.randomUUID(),
    meta: { profile: [backport.status] },
    parameter: [
      { name: 'subscription', valueReference: { reference: `${state.base}/Subscription/${id}` } },
      { name: 'topic', valueCanonical: subscription.criteria },
      { name: 'status', valueCode: type === 'event-notification' ? 'active' : subscription.status },
      { name: 'type', valueCode: type },
      { name: 'events-since-subscription-start', valueString: String(state.events) },
      ...events.map(eventParameter),
      ...errors.map((text) => ({ name: 'error', valueCodeableConcept: { text } })),
    ],
  };
}

function eventParameter({ event, focus }: NotifiedEvent): ParametersParameter {
  return {
    name: 'notification-event',
    part: [
      { name: 'event-number', valueString: String(event.number) },
      { name: 'timestamp', valueInstant: instantText(event.timestamp) },
      ...(focus === undefined ? [] : [{ name: 'focus', valueReference: { reference: focus } }]),
    ],
  };
}
