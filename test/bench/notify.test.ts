import { expect, test } from 'vitest';
import { benchNotify } from '../../src/bench/notify.ts';

test('the bench delivers every change to every subscription, and then a backlog', async () => {
  const measured = await benchNotify(3, 2);
  expect(measured).toMatchObject({ subscriptions: 3, events: 6 });
  expect(measured.p99).toBeGreaterThanOrEqual(measured.p50);
  expect(measured.drained).toBeGreaterThan(0);
});
