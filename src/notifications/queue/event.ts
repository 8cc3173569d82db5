import type { MedplumClient } from '@medplum/core';
import type { Basic } from '@medplum/fhirtypes';
import { concept, extensionOf } from '../../fhir/elements.ts';
import { ownBase } from '../../fhir/systems.ts';
import { codeToken, findBasics, hasCode, newBasic, putFenced, type StoredBasic } from '../basic.ts';
import { eventSystem, notificationCodes, subscriptionSystem } from '../codes.ts';
import { instantAs, instantPart, partsOf } from '../parts.ts';

const eventUrl = `${ownBase}/StructureDefinition/notification-event`;

/** One version of an answer, as one subscription is told of it. */
export interface NotificationEvent {
  /** Counts from 1 in each subscription. */
  readonly number: number;
  /** When the answer came to be. */
  readonly timestamp: Temporal.Instant;
  readonly response: AnswerVersion;
}

/** A version of a stored ClaimResponse. */
export interface AnswerVersion {
  readonly id: string;
  readonly version: string;
}

export interface StoredEvent extends NotificationEvent {
  readonly basic: StoredBasic;
  /** Given up: why. */
  readonly givenUp?: string;
}

/** What makes an event the same event, however often it is found. */
export function identityOf(subscription: string, { id, version }: AnswerVersion): string {
  return `${subscription}/${id}/${version}`;
}

export function eventBasic(subscription: string, { number, timestamp, response }: NotificationEvent): Basic {
  const identifier = [
    { system: subscriptionSystem, value: subscription },
    { system: eventSystem, value: `${subscription}/${number}` },
    { system: eventSystem, value: identityOf(subscription, response) },
  ];
  return newBasic('event', identifier, {
    url: eventUrl,
    extension: [
      { url: 'number', valuePositiveInt: number },
      ...instantAs('timestamp', timestamp),
      { url: 'response', valueUri: `ClaimResponse/${response.id}/_history/${response.version}` },
    ],
  });
}

/** @throws Error when the Basic is not one that `eventBasic` made */
export function readEvent(basic: StoredBasic): StoredEvent {
  const parts = partsOf(extensionOf(basic, eventUrl));
  const number = parts('number')?.valuePositiveInt;
  const timestamp = instantPart(parts, 'timestamp');
  const [, id, version] = /^ClaimResponse\/([^/]+)\/_history\/(.+)$/.exec(parts('response')?.valueUri ?? '') ?? [];
  if (!number || !timestamp || !id || !version) throw new Error(`Basic ${basic.id} holds no event`);
  const givenUp = hasCode(basic, 'dead-letter') ? (parts('failure')?.valueString ?? '') : undefined;
  return { number, timestamp, response: { id, version }, basic, ...(givenUp === undefined ? {} : { givenUp }) };
}

const anyEvent = codeToken('event', 'dead-letter');

/** The events with numbers `from` to `to`, both inclusive, in order. */
export async function findEvents(
  client: MedplumClient,
  subscription: string,
  from: number,
  to: number,
): Promise<readonly StoredEvent[]> {
  if (to < from) return [];
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => `${eventSystem}|${subscription}/${from + index}`);
  const found = await findBasics(client, { identifier: numbers.join(','), code: anyEvent });
  return found.map(readEvent).toSorted((a, b) => a.number - b.number);
}

/** So many of a subscription's events that were last written before an instant, the oldest, in order. */
export async function findOldEvents(
  client: MedplumClient,
  subscription: string,
  before: string,
  most: number,
): Promise<readonly StoredEvent[]> {
  const oldest = { _lastUpdated: `lt${before}`, _sort: '_lastUpdated', _count: String(most) };
  const found = await findBasics(client, { ...ofSubscription(subscription), ...oldest }, most);
  return found
    .slice(0, most)
    .map(readEvent)
    .toSorted((a, b) => a.number - b.number);
}

/** Whether any event of a subscription is kept. */
export async function hasEvents(client: MedplumClient, subscription: string): Promise<boolean> {
  return (await findBasics(client, { ...ofSubscription(subscription), _count: '1' }, 1)).length > 0;
}

function ofSubscription(subscription: string): Readonly<Record<string, string>> {
  return { identifier: `${subscriptionSystem}|${subscription}`, code: anyEvent };
}

/** The events that were given up, in order. */
export async function findDeadLetters(client: MedplumClient, subscription: string): Promise<readonly StoredEvent[]> {
  const query = { identifier: `${subscriptionSystem}|${subscription}`, code: codeToken('dead-letter') };
  return (await findBasics(client, query)).map(readEvent).toSorted((a, b) => a.number - b.number);
}

/** Gives the event up, with the reason, or takes that back. */
export async function markEvent(
  client: MedplumClient,
  { basic }: StoredEvent,
  givenUp: string | undefined,
): Promise<void> {
  const extension = extensionOf(basic, eventUrl);
  const kept = (extension?.extension ?? []).filter(({ url }) => url !== 'failure');
  const failure = givenUp === undefined ? [] : [{ url: 'failure', valueString: givenUp }];
  await putFenced(client, {
    ...basic,
    code: concept(notificationCodes, givenUp === undefined ? 'event' : 'dead-letter'),
    extension: [{ url: eventUrl, extension: [...kept, ...failure] }],
  });
}
