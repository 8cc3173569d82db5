import type { Bundle, Subscription } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { answerTo, contextOf, message } from '../intake/harness.ts';
import { notificationProblems } from './envelope.ts';
import { firstTaken, numbersIn, openReceiver, part, statusIn } from './receiver.ts';
import { changeAnswer, eventually, openNotifying, pendedAnswer, requestor, subscribe } from './support.ts';

async function statusOf(request: (method: string, path: string) => Promise<{ body?: unknown }>, id: string) {
  const { body } = await request('GET', `Subscription/${id}`);
  return (body as Subscription).status;
}

describe('a subscription from its handshake on', () => {
  it('is requested, is confirmed, becomes active, and is told of a change of an answer', async () => {
    const service = await openNotifying();
    const receiver = await openReceiver();
    const id = await subscribe(service, receiver.url, {
      filter: `org-identifier=${requestor}`,
      header: ['Authorization: Bearer of-the-subscriber', 'X-Plan: 7'],
    });
    expect(await statusOf(service.request, id)).toBe('requested');
    service.start();
    await eventually(async () => expect(await statusOf(service.request, id)).toBe('active'));
    expect(receiver.taken.map(({ type }) => type)).toEqual(['handshake']);

    const answer = await pendedAnswer(service);
    await changeAnswer(service, answer.id, 'A person has looked at it.');
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1]));
    const [, event] = receiver.taken;
    expect(event?.headers).toMatchObject({ authorization: 'Bearer of-the-subscriber', 'x-plan': '7' });
    expect(event?.headers['content-type']).toBe('application/fhir+json');
    const inner = event?.bundle.entry?.[1]?.resource as Bundle;
    expect(inner.entry?.[0]?.resource).toMatchObject({
      resourceType: 'ClaimResponse',
      id: answer.id,
      disposition: 'A person has looked at it.',
    });
  });

  it('a sender has its first answer as the reply; a payer is told of it', async () => {
    const service = await openNotifying();
    const sender = await openReceiver();
    const payer = await openReceiver();
    await subscribe(service, sender.url, { filter: `orgIdentifier=none,${requestor}` });
    await subscribe(service, payer.url, { filter: 'payer-identifier=https://redwood-coast.example/payer-id|RCHP1' });
    service.start();
    const answer = await pendedAnswer(service);
    await eventually(() => expect(numbersIn(payer.taken)).toEqual([1]));
    await changeAnswer(service, answer.id, 'Decided.');
    await eventually(() => expect(numbersIn(payer.taken)).toEqual([1, 2]));
    await eventually(() => expect(numbersIn(sender.taken)).toEqual([1]));
  });

  it('is not told of what others sent', async () => {
    const service = await openNotifying();
    const other = await openReceiver();
    const payer = await openReceiver();
    await subscribe(service, other.url, { filter: 'org-identifier=1800000014,someone-else' });
    await subscribe(service, payer.url);
    service.start();
    const answer = await pendedAnswer(service);
    await changeAnswer(service, answer.id, 'Decided.');
    await eventually(() => expect(numbersIn(payer.taken)).toEqual([1, 2]));
    expect(numbersIn(other.taken)).toEqual([]);
  });

  it('a version that says nothing new is no event', async () => {
    const service = await openNotifying();
    const receiver = await openReceiver();
    await subscribe(service, receiver.url);
    service.start();
    const { id } = await pendedAnswer(service);
    const response = await service.client.readResource('ClaimResponse', id, { cache: 'reload' });
    await service.client.updateResource({ ...response, meta: { ...response.meta, tag: [{ code: 'filed' }] } });
    await changeAnswer(service, id, 'Decided.');
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1, 2]));
    const versions = receiver.taken.slice(1).map(({ bundle }) => bundle.entry?.[1]?.request?.url);
    expect(new Set(versions).size).toBe(2);
  });

  it('what happened before it began is no event, and what happened while it waits for its handshake is', async () => {
    const service = await openNotifying();
    const receiver = await openReceiver();
    const before = await pendedAnswer(service);
    await service.store.idle();
    // The plan was loaded at more than a write a millisecond, so the store's instants may be ahead of the clock.
    await eventually(() => expect(Date.now()).toBeGreaterThan(Date.parse(before.meta?.lastUpdated ?? '')));
    receiver.behave((_request, reply, { type }) => {
      if (type !== 'handshake' || receiver.arrived.length > 1) return true;
      reply.writeHead(503).end();
      return false;
    });
    await subscribe(service, receiver.url);
    await changeAnswer(service, before.id, 'Decided.');
    service.start();
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1]));
    expect(receiver.arrived.map(({ type }) => type)).toEqual(['handshake', 'handshake', 'event-notification']);
  });

  it('is turned off by its owner and goes on where it stopped', async () => {
    const service = await openNotifying();
    const receiver = await openReceiver();
    const id = await subscribe(service, receiver.url);
    service.start();
    await eventually(async () => expect(await statusOf(service.request, id)).toBe('active'));
    const { body } = await service.request('GET', `Subscription/${id}`);
    await service.request('PUT', `Subscription/${id}`, { ...body, status: 'off' });
    const { id: answer } = await pendedAnswer(service);
    await changeAnswer(service, answer, 'Decided.');
    await service.store.idle();
    expect(numbersIn(receiver.taken)).toEqual([]);
    await service.request('PUT', `Subscription/${id}`, { ...body, status: 'requested' });
    await eventually(() => expect(numbersIn(receiver.taken)).toEqual([1, 2]));
    expect(receiver.taken.map(({ type }) => type)).toEqual([
      'handshake',
      'handshake',
      'event-notification',
      'event-notification',
    ]);
  });

  it('ends when it was to end; an end in the past is none', async () => {
    const service = await openNotifying();
    const receiver = await openReceiver();
    const now = Temporal.Now.instant();
    const past = await subscribe(service, receiver.url, { end: '2020-12-31T00:00:00Z' });
    const soon = await subscribe(service, receiver.url, { end: now.add({ seconds: 3 }).toString() });
    service.start();
    await eventually(async () => expect(await statusOf(service.request, soon)).toBe('off'));
    expect(await statusOf(service.request, past)).toBe('active');
  });

  it('is deleted: nothing more is sent', async () => {
    const service = await openNotifying();
    const gone = await openReceiver();
    const stays = await openReceiver();
    const id = await subscribe(service, gone.url);
    await subscribe(service, stays.url);
    service.start();
    await eventually(async () => expect(await statusOf(service.request, id)).toBe('active'));
    expect((await service.request('DELETE', `Subscription/${id}`)).status).toBe(204);
    expect((await service.request('GET', `Subscription/${id}`)).status).toBe(404);
    await answerTo(contextOf(service.client), message());
    await eventually(() => expect(firstTaken(stays.taken)).toEqual([1]));
    expect(numbersIn(gone.taken)).toEqual([]);
  });

  it('hears a heartbeat when nothing happens', async () => {
    const service = await openNotifying();
    const receiver = await openReceiver();
    const id = await subscribe(service, receiver.url, { heartbeat: 10 });
    let skipped = Temporal.Duration.from({ seconds: 0 });
    service.start({ now: () => Temporal.Now.instant().add(skipped) });
    // Once it is active, what was sent last is written down.
    await eventually(async () => expect(await statusOf(service.request, id)).toBe('active'));
    expect(receiver.taken.map(({ type }) => type)).toEqual(['handshake']);
    skipped = Temporal.Duration.from({ seconds: 11 });
    await eventually(() => expect(receiver.taken.map(({ type }) => type)).toEqual(['handshake', 'heartbeat']));
    const [, heartbeat] = receiver.taken;
    if (!heartbeat) throw new Error('no heartbeat');
    expect(part(statusIn(heartbeat.bundle).parameter, 'events-since-subscription-start')?.valueString).toBe('0');
    expect(heartbeat.bundle.entry).toHaveLength(1);
    expect(receiver.taken.flatMap(({ bundle }) => notificationProblems(bundle))).toEqual([]);
  });
});
