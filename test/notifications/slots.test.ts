import { expect, test } from 'vitest';
import type { Pace } from '../../src/notifications/delivery/deliver.ts';
import { Slots } from '../../src/notifications/delivery/slots.ts';
import type { StoredSubscription } from '../../src/notifications/subscription/record.ts';
import { subscriptionFor } from './support.ts';

const now = Temporal.Instant.from('2026-11-23T10:00:00Z');
const at = (milliseconds: number) => now.epochMilliseconds + milliseconds;

function subscription(id: string, version = '1', asked = 1): StoredSubscription {
  const { resourceType: _type, status: _status, channel, ...own } = subscriptionFor('https://receiver.example/');
  return {
    id,
    subscription: {
      ...own,
      resourceType: 'Subscription',
      status: 'active',
      channel: { ...channel, type: 'rest-hook', header: [] },
    },
    state: { owner: 'o', base: 'b', started: now, version: 1, changed: now, asked, events: 0, held: 1 },
    basic: { resourceType: 'Basic', id: `basic-${id}`, meta: { versionId: version }, code: {} },
  };
}

const names = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

function slotsOf(ids: readonly string[]): Slots {
  const slots = new Slots();
  for (const id of ids) slots.update(subscription(id), at(0));
  return slots;
}

const begun = (slots: Slots, milliseconds: number) => slots.begin(at(milliseconds)).map(({ id }) => id);
const pace = (id: string, more: Partial<Pace> = {}): Pace => ({
  slow: false,
  failing: false,
  stored: subscription(id),
  ...more,
});

test('at most one thing is under way for each, and each is begun once', () => {
  const slots = slotsOf(names(3, 'a'));
  expect(begun(slots, 0)).toEqual(['a0', 'a1', 'a2']);
  slots.update(subscription('a1', '2'), at(1));
  expect(begun(slots, 1)).toEqual([]);
  slots.ended('a1', pace('a1'), at(2));
  expect(begun(slots, 2)).toEqual(['a1']);
});

test('hundreds that hang for the first time hold the others up for two seconds, and no more', () => {
  const slots = slotsOf([...names(200, 'deaf'), 'good']);
  expect(begun(slots, 0)).toHaveLength(200);
  expect(begun(slots, 1_000)).toEqual([]);
  expect(begun(slots, 2_001)).toEqual(['good']);
});

test('a backlog that moves on keeps its place', () => {
  const slots = slotsOf([...names(200, 'busy'), 'other']);
  for (const id of begun(slots, 0)) slots.sending(id, at(1_500));
  expect(begun(slots, 2_001)).toEqual([]);
  expect(begun(slots, 3_501)).toEqual(['other']);
});

test('however many hang, so many are under way', () => {
  const slots = slotsOf(names(3_000, 'deaf'));
  let all = 0;
  for (let second = 0; second < 60; second += 1) all += begun(slots, second * 1_000).length;
  expect(all).toBe(1_000);
});

test('who was slow has places of its own, fifty at once', () => {
  const slots = slotsOf(names(120, 'slow'));
  for (const id of begun(slots, 0)) slots.ended(id, pace(id, { slow: true, due: now.add({ seconds: 1 }) }), at(0));
  expect(begun(slots, 1_000)).toHaveLength(50);
  slots.update(subscription('good'), at(1_001));
  expect(begun(slots, 1_001)).toEqual(['good']);
});

test('who is slow is told of what is new at once; who failed waits, unless the owner asks', () => {
  const slots = slotsOf(['slow', 'failed', 'asked']);
  const heartbeat = now.add({ minutes: 5 });
  begun(slots, 0);
  slots.ended('slow', pace('slow', { slow: true, due: heartbeat }), at(0));
  for (const id of ['failed', 'asked']) slots.ended(id, pace(id, { slow: true, failing: true, due: heartbeat }), at(0));
  for (const id of ['slow', 'failed']) slots.update(subscription(id, '2'), at(10));
  slots.update(subscription('asked', '2', 2), at(10));
  expect(begun(slots, 20).toSorted()).toEqual(['asked', 'slow']);
  expect(begun(slots, 300_000)).toEqual(['failed']);
});
