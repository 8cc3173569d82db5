import type { Resource } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { type NotificationCode, notificationCodes } from '../../src/notifications/codes.ts';
import { findEvents, markEvent } from '../../src/notifications/queue/event.ts';
import { carriedIn, violations } from '../artifacts/conformance.ts';
import { codesIn, ownBase } from '../artifacts/held.ts';
import { openReceiver } from './receiver.ts';
import { eventually, openNotifying, pendedAnswer, subscribe } from './support.ts';

const kinds: Readonly<Record<NotificationCode, true>> = {
  subscription: true,
  delivery: true,
  ended: true,
  event: true,
  'dead-letter': true,
  'catch-up': true,
};

it('every kind of what is kept has its code', () => {
  expect(codesIn('notification').toSorted()).toEqual(Object.keys(kinds).sort());
  expect(notificationCodes).toBe(`${ownBase}/CodeSystem/notification`);
});

it('what is kept carries the four extensions, each as it is defined', async () => {
  const service = await openNotifying();
  const receiver = await openReceiver();
  receiver.behave((_request, reply) => {
    reply.writeHead(500).end();
    return false;
  });
  const id = await subscribe(service, receiver.url);
  await pendedAnswer(service);
  await service.store.idle();
  service.start();
  await eventually(() => expect(receiver.arrived.length).toBeGreaterThan(0));
  await eventually(async () => {
    const { entry = [] } = await service.client.search('Basic', `code=${notificationCodes}|catch-up`);
    expect(JSON.stringify(entry)).not.toContain('1970');
    expect(entry).toHaveLength(1);
  });
  const [event] = await findEvents(service.client, id, 1, 1);
  if (event) await markEvent(service.client, event, 'The endpoint answered with status 500.');
  const kept: Resource[] = await service.client.searchResources('Basic', `code=${notificationCodes}|`);
  const carried = kept.flatMap(carriedIn);
  expect(carried.flatMap(violations)).toEqual([]);
  const names = ['caught-up-to', 'delivery-state', 'notification-event', 'subscription-state'];
  expect([...new Set(carried.map(({ extension }) => extension.url))].sort()).toEqual(
    names.map((name) => `${ownBase}/StructureDefinition/${name}`),
  );
});
