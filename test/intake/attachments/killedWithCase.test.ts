import { beforeAll, describe, expect, test } from 'vitest';
import { ofType, searchAll } from '../../../src/directory/searchAll.ts';
import { caseSystem, ownTaskCodes, receiptSystem } from '../../../src/fhir/systems.ts';
import { attachmentToken } from '../../../src/intake/attachments/attachmentDocument.ts';
import { isInformationTask } from '../../../src/intake/attachments/informationRequests.ts';
import { submitAttachments } from '../../../src/intake/attachments/submitAttachments.ts';
import type { IntakeContext } from '../../../src/intake/context.ts';
import { submissionKey } from '../../../src/intake/keys.ts';
import { sweep } from '../../../src/intake/sweep.ts';
import { type DecisionService, openDecisionService, received } from '../decision/support.ts';
import { encode, later, sender } from '../harness.ts';
import { callsOf, wrappedClient } from '../wrappedClient.ts';
import {
  type AskedCase,
  askedCase,
  attachmentsOf,
  coded,
  consult,
  documentReference,
  echo,
  stored,
} from './support.ts';

let service: DecisionService;
beforeAll(async () => {
  service = await openDecisionService();
  return () => service.store.close();
});

interface Asked {
  readonly open: AskedCase;
  readonly body: Uint8Array;
}

/** A case of its own with two documents asked for, and the message that brings both. */
async function asked(): Promise<Asked> {
  const open = await askedCase(service, [coded(echo), coded(consult)]);
  const message = attachmentsOf({
    tracking: open.tasks[0]?.identifier?.[0]?.value,
    member: open.member,
    attachments: [
      { code: echo, line: '1', content: documentReference(`Echo of ${open.key}`) },
      { code: consult, content: documentReference(`Consult of ${open.key}`) },
    ],
  });
  return { open, body: encode(JSON.parse(message)) };
}

function submitWith(context: IntakeContext, { body }: Asked) {
  return submitAttachments(context, { client: sender, body, received });
}

/** What the store holds of a case's attachments. */
async function filedFor({ open, body }: Asked) {
  const group = { 'group-identifier': `${caseSystem}|${open.key}` };
  const related = { related: `ClaimResponse/${open.responseId}`, category: attachmentToken };
  const documents = await stored(service, 'DocumentReference', related);
  const requests = await stored(service, 'CommunicationRequest', group);
  const tasks = (await stored(service, 'Task', group)).filter(isInformationTask);
  const review = await service.store.client.readResource('Task', open.task.id, { cache: 'reload' });
  const lines = (review.input ?? []).filter(({ type }) => type.coding?.[0]?.code === 'attachment');
  const key = `attachment|${submissionKey(sender, body)}`;
  const { resources } = await searchAll(service.store.client, 'Communication', {
    identifier: `${receiptSystem}|${key}`,
  });
  return {
    documents: documents.map(({ type }) => type?.coding?.[0]?.code).sort(),
    asked: requests.map(({ status }) => status),
    tasks: tasks.map(({ status }) => status),
    shown: lines.map(({ valueReference }) => valueReference?.reference).sort(),
    businessStatus: review.businessStatus?.coding?.[0]?.code,
    restriction: review.restriction,
    // The answer has no other version than before.
    answers: (await service.store.client.readHistory('ClaimResponse', open.responseId)).entry?.length,
    receipts: ofType(resources, 'Communication').map(({ status }) => status),
  };
}

type Filed = Awaited<ReturnType<typeof filedFor>>;

/** How it may stand: not even received, received, or filed whole; never in part, and never twice. */
function standings(before: Filed): Readonly<Record<'nothing' | 'received' | 'whole', unknown>> {
  return {
    nothing: before,
    received: { ...before, receipts: ['in-progress'] },
    whole: {
      ...before,
      documents: ['11488-4', '18748-4'],
      asked: ['completed', 'completed'],
      tasks: ['completed'],
      shown: expect.objectContaining({ length: 2 }),
      businessStatus: 'information-received',
      receipts: ['completed'],
    },
  };
}

/** The client of a process that dies at a call: before the store has it, or after; it does nothing any more. */
function dying(at: number, moment: 'before' | 'after') {
  let isDead = false;
  return wrappedClient(service.store.client, async ({ index, proceed }) => {
    if (isDead || (index === at && moment === 'before')) {
      isDead = true;
      throw new Error('killed');
    }
    const reply = await proceed();
    if (index < at) return reply;
    isDead = true;
    throw new Error('killed');
  });
}

describe.each(['the same bytes again', 'the sweep'] as const)(
  'attachments that find their case, made good by %s',
  (way) => {
    test('killed before and after every call to the store: whole or not begun, and then once', {
      timeout: 240_000,
    }, async () => {
      const first = await asked();
      const calls = await callsOf(service.store.client, (client) => submitWith({ ...service.context, client }, first));
      expect(calls.filter((method) => method === 'executeBatch')).toHaveLength(1);
      for (const [at, method] of calls.entries()) {
        for (const moment of ['before', 'after'] as const) {
          const where = `${moment} call ${at + 1} (${method})`;
          const run = await asked();
          const { nothing, received: begun, whole } = standings(await filedFor(run));
          const context = { ...service.context, client: dying(at + 1, moment) };
          await expect(submitWith(context, run), where).rejects.toThrow('killed');
          const left = await filedFor(run);
          expect([nothing, begun, whole], where).toContainEqual(left);
          if (way === 'the sweep') {
            await sweep(later(service.context, { seconds: 61 }));
            // Where not even the receipt was stored, nobody but the sender can go on.
            expect(await filedFor(run), where).toEqual(left.receipts.length === 0 ? nothing : whole);
          }
          expect(await submitWith(service.context, run), where).toMatchObject({ ok: true });
          expect(await filedFor(run), where).toEqual(whole);
        }
      }
      const unidentified = { code: `${ownTaskCodes}|identify-case` };
      expect(await stored(service, 'Task', unidentified)).toEqual([]);
    });
  },
);
