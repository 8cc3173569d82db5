import { describe, expect, it, onTestFinished } from 'vitest';
import { loadDemoPlan } from '../../src/demoPlan.ts';
import { createApp } from '../../src/http/app.ts';
import { attachmentToken } from '../../src/intake/attachments/attachmentDocument.ts';
import { openMedplumStore } from '../../src/store/index.ts';
import {
  askedCase,
  attachmentsOf,
  coded,
  consult,
  documentReference,
  echo,
  stored,
  submitTo,
} from '../intake/attachments/support.ts';
import { contextOf } from '../intake/harness.ts';
import { needs, testServer } from './server.ts';

describe.skipIf(!testServer)(`attachments on a Medplum server (${needs})`, () => {
  it('find their case once, however often and by however many they are sent, and no other case', {
    timeout: 240_000,
  }, async () => {
    if (!testServer) return;
    const store = await openMedplumStore(testServer);
    onTestFinished(() => store.close());
    await loadDemoPlan(store.client);
    const app = createApp({ store, intake: contextOf(store.client), log: () => {}, localSecret: 'unused', demo: true });
    const service = { app, store };
    const open = await askedCase(service, [coded(echo), coded(consult)]);
    const echoed = open.requests.find(({ payload }) => payload?.[0]?.contentString === echo.coding[0]?.code);
    const content = documentReference(`Echo of ${open.key}`);
    const tracking = echoed?.identifier?.[0]?.value;
    const body = attachmentsOf({ tracking, member: open.member, attachments: [{ code: echo, content }] });
    const replies = await Promise.all(Array.from({ length: 4 }, () => submitTo(service, body)));
    const put = `put with ClaimResponse/${open.responseId}, as it was asked for.`;
    for (const reply of replies) expect(reply).toEqual({ status: 200, texts: [expect.stringContaining(put)] });

    const rest = attachmentsOf({ tracking: open.tasks[0]?.identifier?.[0]?.value, member: open.member, final: true });
    expect((await submitTo(service, rest)).texts.join()).toContain(put);
    const elsewhere = attachmentsOf({ tracking, member: { value: 'M-OTHER' } });
    expect((await submitTo(service, elsewhere)).texts.join()).toContain('could not be put with a request');

    const group = { 'group-identifier': `https://w3id.org/second-opinion/case|${open.key}` };
    const requests = await stored(service, 'CommunicationRequest', group);
    expect(requests.map(({ status }) => status)).toEqual(['completed', 'completed']);
    const own = { related: `ClaimResponse/${open.responseId}`, category: attachmentToken };
    const documents = await stored(service, 'DocumentReference', own);
    expect(documents).toHaveLength(2);
    const task = await store.client.readResource('Task', open.task.id, { cache: 'reload' });
    const shown = (task.input ?? []).filter(({ type }) => type.coding?.[0]?.code === 'attachment');
    expect(shown).toHaveLength(2);
    expect([task.businessStatus?.coding?.[0]?.code, task.restriction]).toEqual([
      'information-received',
      open.task.restriction,
    ]);
  });
});

describe.skipIf(!testServer)(`many attachments at once on a Medplum server (${needs})`, () => {
  it('fifty, the most that are taken, are filed', { timeout: 240_000 }, async () => {
    if (!testServer) return;
    const store = await openMedplumStore(testServer);
    onTestFinished(() => store.close());
    await loadDemoPlan(store.client);
    const app = createApp({ store, intake: contextOf(store.client), log: () => {}, localSecret: 'unused', demo: true });
    const open = await askedCase({ app, store }, [coded(echo), coded(consult)]);
    const tracking = open.tasks[0]?.identifier?.[0]?.value;
    const attachments = Array.from({ length: 50 }, (_, index) => ({ content: documentReference(`Page ${index}`) }));
    const reply = await submitTo({ app }, attachmentsOf({ tracking, member: open.member, attachments }));
    expect(reply.status, reply.texts.join()).toBe(200);
    expect(reply.texts).toHaveLength(50);
  });
});
