import { ownBase } from '../fhir/systems.ts';

/** The one topic that is served. @see PAS 2.2.1, PASSubscriptionTopic */
export const pasTopic = 'http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic';
export const pasSubscriptionProfile = 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/profile-subscription';

const backportBase = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

/** Canonicals of Subscriptions R5 Backport 1.1.0, for R4. */
export const backport = {
  filterCriteria: `${backportBase}/backport-filter-criteria`,
  payloadContent: `${backportBase}/backport-payload-content`,
  heartbeatPeriod: `${backportBase}/backport-heartbeat-period`,
  timeout: `${backportBase}/backport-timeout`,
  status: `${backportBase}/backport-subscription-status-r4`,
  notification: `${backportBase}/backport-subscription-notification-r4`,
} as const;

/** Identifier systems: of a subscription and all that belongs to it, and of one event of a subscription. */
export const subscriptionSystem = `${ownBase}/subscription`;
export const eventSystem = `${ownBase}/subscription-event`;

/** Kinds of what the service keeps for notifying, as Basic.code. */
export const notificationCodes = `${ownBase}/CodeSystem/notification`;
export type NotificationCode = 'subscription' | 'delivery' | 'ended' | 'event' | 'dead-letter' | 'catch-up';
