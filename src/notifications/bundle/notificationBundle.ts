import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { backport } from '../codes.ts';
import { instantText } from '../parts.ts';
import type { NotificationEvent } from '../queue/event.ts';
import type { SubscriptionRecord } from '../subscription/record.ts';
import { type NotificationType, type NotifiedEvent, statusParameters } from './statusParameters.ts';

/** An event with the PAS response Bundle it is about; without one only the event is told of. */
export interface FilledEvent {
  readonly event: NotificationEvent;
  readonly answer?: Bundle & { readonly id: string };
}

/**
 * A notification: a history Bundle with the SubscriptionStatus first and, for each event, the PAS response Bundle, which is
 * its focus. @see Subscriptions R5 Backport 1.1.0, backport-subscription-notification-r4; PAS 2.2.1, spec-61
 * @param now - instant at which it is composed
 */
export function notificationBundle(
  record: SubscriptionRecord,
  type: NotificationType,
  now: Temporal.Instant,
  events: readonly FilledEvent[] = [],
  errors: readonly string[] = [],
): Bundle {
  const { id, state } = record;
  const notified = events.map(({ event, answer }): NotifiedEvent => ({ event, focus: answer && urn(answer.id) }));
  const status = statusParameters(record, type, notified, errors);
  return {
    resourceType: 'Bundle',
    id: crypto.randomUUID(),
    meta: { profile: [backport.notification] },
    type: 'history',
    timestamp: instantText(now),
    entry: [
      {
        fullUrl: urn(status.id ?? ''),
        resource: status,
        request: { method: 'GET', url: `${state.base}/Subscription/${id}/$status` },
        response: { status: '200' },
      },
      ...events.flatMap(({ event, answer }) => (answer ? [answerEntry(record, event, answer)] : [])),
    ],
  };
}

/** Where the answer itself can be read again, in the version that is sent. */
function answerEntry(
  { state }: SubscriptionRecord,
  { response }: NotificationEvent,
  answer: Bundle & { readonly id: string },
): BundleEntry {
  return {
    fullUrl: urn(answer.id),
    resource: answer,
    request: { method: 'GET', url: `${state.base}/ClaimResponse/${response.id}/_history/${response.version}` },
    response: { status: '200' },
  };
}

function urn(id: string): string {
  return `urn:uuid:${id}`;
}
